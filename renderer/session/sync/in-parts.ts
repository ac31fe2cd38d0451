import { ok, type Refusal, type Result } from '../../../core/base/result.ts';
import type { StateTable } from '../../../core/board/codec/state-table.ts';
import type { ElementState } from '../../../core/board/element.ts';

/** Elements of a catch-up that are read or merged at once: some 20 ms on a machine of 2026. */
const STATES_AT_ONCE = 2_000;

/** Runs the function after the page had time for other work, or never when the result is no longer needed. */
export type InAMoment = (run: () => void) => void;

/** Reads a table in parts. Skips unreadable rows; when all are unreadable, returns the reason of the first. */
export function readInParts(
  table: StateTable,
  inAMoment: InAMoment,
  done: (states: Result<readonly ElementState[], Refusal>) => void,
): void {
  const states: ElementState[] = [];
  let problem: Result<never, Refusal> | undefined;
  let at = 0;
  const readOn = (): void => {
    const until = Math.min(table.size, at + STATES_AT_ONCE);
    for (; at < until; at++) {
      const state = table.state(at);
      if (state.ok) states.push(state.value);
      else problem ??= state;
    }
    if (at < table.size) inAMoment(readOn);
    else done(problem && states.length === 0 ? problem : ok(states));
  };
  readOn();
}

/** Passes the states on in parts, at least one, and marks the last. */
export function handOnInParts(
  states: readonly ElementState[],
  inAMoment: InAMoment,
  take: (part: readonly ElementState[], isLast: boolean) => void,
): void {
  const from = (at: number): void => {
    const until = at + STATES_AT_ONCE;
    const isLast = until >= states.length;
    take(states.slice(at, until), isLast);
    if (!isLast) inAMoment(() => from(until));
  };
  from(0);
}
