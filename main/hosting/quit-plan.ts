import type { HubCompany } from '../../core/contract/hub-parent.ts';
import { boxButtons, type MessageBox } from '../window/message-box.ts';

/** The host's choice while guests are on the boards. `keep`: the window closes, the boards stay open for them. */
export type QuitAnswer = 'stay' | 'keep' | 'end';

/** Closing the question means "stay": nothing ends. */
const BUTTONS = boxButtons<QuitAnswer>(
  [
    ['stay', 'Stay'],
    ['keep', 'Close the window and go on hosting'],
    ['end', 'End it for everyone'],
  ],
  { proposed: 'keep', closed: 'stay' },
);

/** The question for the host before the app ends. Undefined without guests. */
export function planQuit({ guests, unkeptRooms }: HubCompany): MessageBox | undefined {
  if (guests === 0) return undefined;
  const [they, are] = guests === 1 ? ['1 other person', 'is'] : [`${guests.toLocaleString('en')} other people`, 'are'];
  const rooms = unkeptRooms > 1 ? `${unkeptRooms} rooms` : 'the room';
  const kept =
    unkeptRooms > 0
      ? 'The board lives in the memory of this computer only: afterwards only those copies are left.'
      : 'The board is kept on this computer, and goes on when you start Inkroom again.';
  return {
    message: `${they} ${are} on a board that this computer hosts.`,
    detail: `Quitting Inkroom ends ${rooms} for ${guests === 1 ? 'them' : 'all of them'}. Each of them holds a copy in their window. ${kept}`,
    ...BUTTONS.parts,
  };
}

export const quitAnswer = BUTTONS.answer;

/** The text in the tray while the app hosts without a window. */
export function trayWords(guests: number): string {
  const people = guests === 0 ? 'nobody else is here' : guests === 1 ? '1 person' : `${guests.toLocaleString('en')} people`;
  return `Hosting, ${people}`;
}
