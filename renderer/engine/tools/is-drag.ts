import type { PointerSample } from './tool.ts';

/** Screen pixels after which a press is a drag; fingers tremble more. */
const DRAG_THRESHOLD = 4;
export const DRAG_THRESHOLD_COARSE = 6;

/** Whether the pointer has gone far enough from its press to mean it. */
export function isDrag(from: { readonly xScreen: number; readonly yScreen: number }, sample: PointerSample): boolean {
  const far = Math.hypot(sample.xScreen - from.xScreen, sample.yScreen - from.yScreen);
  return far >= (sample.pointer === 'touch' ? DRAG_THRESHOLD_COARSE : DRAG_THRESHOLD);
}
