/** How far the messages of one client have come (reference 6.5). Frozen; the functions below return the next one. */
export interface ReceivedCount {
  /** Number of the next message. */
  readonly next: number;
  /** Highest number that was handled. */
  readonly highest: number;
}

export const NOTHING_RECEIVED: ReceivedCount = { next: 1, highest: 0 };

/** Counts one message. `isNew` is false for one that was handled before. */
export function countMessage({ next, highest }: ReceivedCount): { readonly count: ReceivedCount; readonly isNew: boolean } {
  const isNew = next > highest;
  return { count: { next: next + 1, highest: isNew ? next : highest }, isNew };
}

/**
 * The client names the number with which it continues. Undefined: messages in between would be lost, or the number is invalid.
 * It may be beyond `next`: when an Ack overtook a replay that was lost with its socket, the client does not repeat what has
 * arrived.
 */
export function goOnFrom({ highest }: ReceivedCount, sequence: number): ReceivedCount | undefined {
  return sequence < 1 || sequence > highest + 1 ? undefined : { next: sequence, highest };
}
