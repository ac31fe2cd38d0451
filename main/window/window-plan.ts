import type { BoardPlace } from '../../core/contract/board-card.ts';

/** A window, and the board in it. Undefined until its page has said which. */
export interface WindowPlace {
  readonly id: number;
  readonly place: BoardPlace | undefined;
}

/** Where a board is shown: in the window that asks, in one that shows it already, or in a window of its own. */
export type BoardPlan = { readonly kind: 'here' } | { readonly kind: 'show'; readonly id: number } | { readonly kind: 'open' };

export interface BoardAsk {
  readonly place: BoardPlace;
  /** Of the window whose page asks. */
  readonly from: number;
  /** Nothing is lost when this window shows another board: its own is empty, and no other person is on it. */
  readonly isUnused: boolean;
}

/** Each board has one window. `isSameServer`: a hub of this app has an address here and another one on the network. */
export function planBoard(
  { place, from, isUnused }: BoardAsk,
  windows: readonly WindowPlace[],
  isSameServer: (a: string, b: string) => boolean,
): BoardPlan {
  const showing = windowShowing(place, windows, isSameServer);
  if (showing !== undefined && showing !== from) return { kind: 'show', id: showing };
  return showing === from || isUnused ? { kind: 'here' } : { kind: 'open' };
}

/** The window that shows this board. */
export function windowShowing(
  { server, room }: BoardPlace,
  windows: readonly WindowPlace[],
  isSameServer: (a: string, b: string) => boolean,
): number | undefined {
  return windows.find(({ place }) => place !== undefined && place.room === room && isSameServer(place.server, server))?.id;
}
