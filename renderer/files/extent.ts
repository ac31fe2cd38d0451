import type { Box } from '../../core/board/element.ts';
import type { NewElement } from './new-element.ts';

/** The box of an element's place, points and ends, world units; without its turn and the width of its line. */
function extentOf({ x, y, values, about, points, from, to }: NewElement): Box {
  const { w = 0, h = 0 } = about ?? values;
  let [minX, minY, maxX, maxY] = [x, y, x + w, y + h];
  const take = (px: number, py: number): void => {
    minX = Math.min(minX, px);
    minY = Math.min(minY, py);
    maxX = Math.max(maxX, px);
    maxY = Math.max(maxY, py);
  };
  const xy = points?.xy;
  for (let i = 0; xy && i < xy.length; i += 2) take(x + (xy[i] as number), y + (xy[i + 1] as number));
  for (const end of [from, to]) if (end) take(x + end.x, y + end.y);
  return { minX, minY, maxX, maxY };
}

export function extentOfAll(elements: readonly NewElement[]): Box | undefined {
  let all: Box | undefined;
  for (const element of elements) {
    const { minX, minY, maxX, maxY } = extentOf(element);
    all = all
      ? {
          minX: Math.min(all.minX, minX),
          minY: Math.min(all.minY, minY),
          maxX: Math.max(all.maxX, maxX),
          maxY: Math.max(all.maxY, maxY),
        }
      : { minX, minY, maxX, maxY };
  }
  return all;
}
