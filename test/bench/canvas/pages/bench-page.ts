/** What each page offers to the bench. Panning and drawing are real input events; this is only for getting there. */
export interface BenchPage {
  /** Puts the strokes on the board, zooms to fit them and chooses the pen. Resolves when that was asked for, not when it was painted. */
  prepare(): Promise<void>;
  /** How many strokes the board holds. */
  count(): number;
  /** Where a world point is on the screen, CSS pixels. */
  screenAt(x: number, y: number): { readonly x: number; readonly y: number };
}

declare global {
  interface Window {
    bench?: BenchPage;
  }
}

export const STROKES = 5_000;
export const POINTS_EACH = 100;

export function mountPoint(): HTMLElement {
  const found = document.getElementById('board');
  if (!found) throw new Error('The page has no place for the board');
  return found;
}
