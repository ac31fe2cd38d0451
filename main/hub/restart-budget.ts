/** Within this many milliseconds … */
const WINDOW_MS = 60_000;
/** … something that crashed may be started again this often. More is a fault that another start does not mend. */
const RESTARTS = 3;

/** Decides whether to restart after a crash at `nowMs`, given the earlier crashes. `crashes` is the list to store. */
export function planRestart(
  earlierMs: readonly number[],
  nowMs: number,
): { readonly restart: boolean; readonly crashes: readonly number[] } {
  const crashes = [...earlierMs.filter((ms) => nowMs - ms < WINDOW_MS), nowMs];
  return { restart: crashes.length <= RESTARTS, crashes };
}
