import type { HubCompany } from '../../core/contract/hub-parent.ts';

/** What the host wants when people are still here. `keep`: the window goes, the boards stay open for them. */
export type FarewellAnswer = 'stay' | 'keep' | 'end';

/** A native message box, as far as it is ours to say. */
export interface FarewellDialog {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  readonly defaultId: number;
  readonly cancelId: number;
}

/** In the order of the buttons. */
const ANSWERS: readonly { readonly answer: FarewellAnswer; readonly label: string }[] = [
  { answer: 'stay', label: 'Stay' },
  { answer: 'keep', label: 'Close the window and go on hosting' },
  { answer: 'end', label: 'End it for everyone' },
];

/** What a host is asked before the app ends; undefined when nobody else is here. */
export function planFarewell({ guests, unkeptRooms }: HubCompany): FarewellDialog | undefined {
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
    buttons: ANSWERS.map(({ label }) => label),
    defaultId: ANSWERS.findIndex(({ answer }) => answer === 'keep'),
    // Closing the question is no answer: nothing ends by staying.
    cancelId: ANSWERS.findIndex(({ answer }) => answer === 'stay'),
  };
}

export function farewellAnswer(button: number): FarewellAnswer {
  return ANSWERS[button]?.answer ?? 'stay';
}

/** What the tray says while the app hosts without a window. */
export function trayWords(guests: number): string {
  const people = guests === 0 ? 'nobody else is here' : guests === 1 ? '1 person' : `${guests.toLocaleString('en')} people`;
  return `Hosting, ${people}`;
}
