import type { PointerSample } from './tool.ts';

/** Screen pixels after which a press becomes a drag. More for fingers, which tremble. */
const DRAG_THRESHOLD = 4;
export const DRAG_THRESHOLD_COARSE = 6;

/** True when the pointer has moved far enough from its press. */
export function isDrag(from: { readonly xScreen: number; readonly yScreen: number }, sample: PointerSample): boolean {
  const far = Math.hypot(sample.xScreen - from.xScreen, sample.yScreen - from.yScreen);
  return far >= (sample.pointer === 'touch' ? DRAG_THRESHOLD_COARSE : DRAG_THRESHOLD);
}
