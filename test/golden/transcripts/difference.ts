/** What a server did otherwise than the recorded one. */
export type DifferenceKind =
  | `header ${string}`
  | 'status'
  | 'body'
  | 'upgrade'
  | 'message'
  | 'kind of frame'
  /** The same message in other bytes. */
  | 'encoding'
  | 'extra message'
  | 'end'
  | 'close code'
  | 'no answer';

export interface Difference {
  readonly scenario: string;
  /** Index of the step. */
  readonly step: number;
  readonly what: DifferenceKind;
  readonly due: string;
  readonly came: string;
}

/** A wrong answer: what follows it in the scenario cannot be compared. */
export class Differs extends Error {
  readonly what: DifferenceKind;
  readonly due: string;
  readonly came: string;

  constructor(what: DifferenceKind, due: unknown, came: unknown) {
    super(`${what}: recorded ${String(due)}, came ${String(came)}`);
    this.what = what;
    this.due = String(due);
    this.came = String(came);
  }
}
