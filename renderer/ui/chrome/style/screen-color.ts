import { CUSTOM_COLOR } from '../../../../core/board/kinds.ts';

/** Chromium's picker for a colour anywhere on the screen. TypeScript's DOM types do not have it. */
interface ScreenPicker {
  open(): Promise<{ readonly sRGBHex: string }>;
}

declare global {
  interface Window {
    readonly EyeDropper?: new () => ScreenPicker;
  }
}

/** The code of a colour `#rrggbb`. Any other text gives black. */
export function codeOf(hex: string): number {
  const digits = /^#([0-9a-f]{6})$/i.exec(hex)?.[1];
  return CUSTOM_COLOR + (digits === undefined ? 0 : Number.parseInt(digits, 16));
}

export function hexOf(code: number): string {
  return `#${(code & 0xffffff).toString(16).padStart(6, '0')}`;
}

/** The colour of the place on the screen that the person picks. Undefined if the person cancels, or without a picker. */
export async function pickFromScreen(): Promise<number | undefined> {
  if (!window.EyeDropper) return undefined;
  // It rejects when the person presses Escape.
  const picked = await new window.EyeDropper().open().catch(() => undefined);
  return picked && codeOf(picked.sRGBHex);
}
