/** Items that are sorted at once, in about a millisecond. */
const RUN = 2_048;
/** Items that are merged between two pauses. */
const MERGED = 8_192;

/** A stable sort that pauses, so that sorting a large board's steps never blocks the page. Returns a new array. */
export function* sortedInSteps<T>(items: readonly T[], compare: (a: T, b: T) => number): Generator<undefined, T[]> {
  let runs: T[][] = [];
  for (let at = 0; at < items.length; at += RUN) {
    runs.push(items.slice(at, at + RUN).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const [left, right] = [runs[i] as T[], runs[i + 1]];
      merged.push(right ? yield* mergedInSteps(left, right, compare) : left);
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* mergedInSteps<T>(left: T[], right: T[], compare: (a: T, b: T) => number): Generator<undefined, T[]> {
  const all: T[] = [];
  let [l, r] = [0, 0];
  while (l < left.length || r < right.length) {
    const takesLeft = r === right.length || (l < left.length && compare(left[l] as T, right[r] as T) <= 0);
    all.push((takesLeft ? left[l++] : right[r++]) as T);
    if (all.length % MERGED === 0) yield;
  }
  return all;
}
