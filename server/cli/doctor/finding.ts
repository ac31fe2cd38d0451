/** `good`: as it should be. `note`: worth knowing. `bad`: the hub does not start, or people cannot use it. */
export type FindingState = 'good' | 'note' | 'bad';

/** What one check found. */
export interface Finding {
  readonly state: FindingState;
  /** One or two words, for example `store`. */
  readonly about: string;
  /** One sentence without a full stop. */
  readonly text: string;
  /** What to do about it, one sentence without a full stop. */
  readonly mend?: string;
}

export const good = (about: string, text: string): Finding => ({ state: 'good', about, text });
export const note = (about: string, text: string, mend?: string): Finding => finding('note', about, text, mend);
export const bad = (about: string, text: string, mend?: string): Finding => finding('bad', about, text, mend);

function finding(state: FindingState, about: string, text: string, mend: string | undefined): Finding {
  return mend === undefined ? { state, about, text } : { state, about, text, mend };
}

const MARKS: Readonly<Record<FindingState, string>> = { good: '✓', note: '!', bad: '✗' };
const ABOUT_CHARS = 12;

/** Two lines at most for each finding. */
export function findingLines({ state, about, text, mend }: Finding): string {
  const first = `${MARKS[state]} ${about.padEnd(ABOUT_CHARS)} ${text}.`;
  return mend === undefined ? `${first}\n` : `${first}\n  ${' '.repeat(ABOUT_CHARS)} → ${mend}.\n`;
}
