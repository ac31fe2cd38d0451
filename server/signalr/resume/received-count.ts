/** How far the messages of one client have come (reference 6.5). Frozen; the functions below give the next one. */
export interface ReceivedCount {
  /** Number of the next message. */
  readonly next: number;
  /** Highest number that was taken. */
  readonly highest: number;
}

export const NOTHING_RECEIVED: ReceivedCount = { next: 1, highest: 0 };

/** Counts one message; `isNew` is false for one that was taken before. */
export function countMessage({ next, highest }: ReceivedCount): { readonly count: ReceivedCount; readonly isNew: boolean } {
  const isNew = next > highest;
  return { count: { next: next + 1, highest: isNew ? next : highest }, isNew };
}

/**
 * The client says with which number it goes on. Undefined: messages between would be lost, or the number is none. It may be beyond
 * `next`: when an Ack overtook a replay that was lost with its socket, the client does not send again what we have.
 */
export function goOnFrom({ highest }: ReceivedCount, sequence: number): ReceivedCount | undefined {
  return sequence < 1 || sequence > highest + 1 ? undefined : { next: sequence, highest };
}
