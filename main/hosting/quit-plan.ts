import type { HubCompany } from '../../core/contract/desktop/hub-parent.ts';
import { boxButtons, type MessageBox } from '../window/message-box.ts';
import { QUIT_WORDS } from '../words/main-words.ts';

/** The host's choice while guests are on the boards. `keep`: the window closes, the boards stay open for them. */
export type QuitAnswer = 'stay' | 'keep' | 'end';

/** Closing the question means "stay": nothing ends. */
const BUTTONS = boxButtons<QuitAnswer>(QUIT_WORDS, ['stay', 'keep', 'end'], { proposed: 'keep', closed: 'stay' });

/** The question for the host before the app ends. Undefined without guests. */
export function planQuit({ guests, unkeptRooms }: HubCompany): MessageBox | undefined {
  if (guests === 0) return undefined;
  const kept = unkeptRooms > 0 ? QUIT_WORDS.onlyCopies : QUIT_WORDS.kept;
  return {
    message: QUIT_WORDS.message(guests),
    detail: `${QUIT_WORDS.ends(unkeptRooms, guests)} ${kept}`,
    ...BUTTONS.parts(),
  };
}

export const quitAnswer = BUTTONS.answer;

/** The text in the tray while the app hosts without a window. */
export function trayWords(guests: number): string {
  return guests === 0 ? QUIT_WORDS.hostingAlone : QUIT_WORDS.hosting(guests);
}
