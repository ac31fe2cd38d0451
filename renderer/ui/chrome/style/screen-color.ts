import { CUSTOM_COLOR } from '../../../../core/board/kinds.ts';

/** Chromium's picker of a colour anywhere on the screen. TypeScript's list of browser interfaces has none. */
interface ScreenPicker {
  open(): Promise<{ readonly sRGBHex: string }>;
}

declare global {
  interface Window {
    readonly EyeDropper?: new () => ScreenPicker;
  }
}

/** The code of a colour `#rrggbb`. What is none is black. */
export function codeOf(hex: string): number {
  const digits = /^#([0-9a-f]{6})$/i.exec(hex)?.[1];
  return CUSTOM_COLOR + (digits === undefined ? 0 : Number.parseInt(digits, 16));
}

export function hexOf(code: number): string {
  return `#${(code & 0xffffff).toString(16).padStart(6, '0')}`;
}

/** The colour of the place on the screen that the person points at; undefined when they leave it, or the browser has no picker. */
export async function pickFromScreen(): Promise<number | undefined> {
  if (!window.EyeDropper) return undefined;
  // It refuses when the person presses Escape.
  const picked = await new window.EyeDropper().open().catch(() => undefined);
  return picked && codeOf(picked.sRGBHex);
}
