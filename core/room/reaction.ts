/**
 * [PRS-6] A reaction of a member: a number of the list that the interface shows. It is an event and no state, and may be lost as
 * a cursor may.
 */
export type Reaction = number;

/** Numbers for reactions. A reader that does not know one shows nothing. */
const REACTIONS = 16;

export function isReaction(raw: unknown): raw is Reaction {
  return typeof raw === 'number' && Number.isInteger(raw) && raw >= 0 && raw < REACTIONS;
}
