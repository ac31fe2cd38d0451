import { type BoxOf, Gathering } from '../gathering.ts';
import { asList, asNumber, asRecord } from '../raw.ts';
import { readScene } from './read-scene.ts';

/** Gap between drawings, and width of a row, pixels. */
const GAP = 48;
const ROW = 1_600;

/** Reads a parsed `.excalidrawlib` file, its drawings in rows. Undefined for other content. */
export function gatherLibrary(json: unknown): Gathering | undefined {
  const file = asRecord(json);
  if (file?.type !== 'excalidrawlib') return undefined;
  // The first version has plain lists of elements.
  const drawings = Array.isArray(file.libraryItems)
    ? asList(file.libraryItems).map((item) => asList(asRecord(item)?.elements))
    : asList(file.library).map(asList);
  const into = new Gathering();
  let x = 0;
  let y = 0;
  let high = 0;
  for (const [i, elements] of drawings.entries()) {
    const box = boundsOf(elements);
    if (x > 0 && x + box.w > ROW) {
      x = 0;
      y += high + GAP;
      high = 0;
    }
    readScene(
      elements.map((element) => moved(element, x - box.x, y - box.y, i)),
      into,
    );
    x += box.w + GAP;
    high = Math.max(high, box.h);
  }
  return into;
}

function boundsOf(elements: readonly unknown[]): BoxOf {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const raw of elements) {
    const element = asRecord(raw);
    if (!element || element.isDeleted === true) continue;
    const [x, y, w, h] = [element.x, element.y, element.width, element.height].map((value) => asNumber(value)) as [
      number,
      number,
      number,
      number,
    ];
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x + w);
    maxY = Math.max(maxY, y + h);
  }
  return minX > maxX ? { x: 0, y: 0, w: 0, h: 0 } : { x: minX, y: minY, w: maxX - minX, h: maxY - minY };
}

/** A copy of an element at its place in the row. Names are made unique, because two drawings may use the same. */
function moved(raw: unknown, dx: number, dy: number, drawing: number): unknown {
  const element = asRecord(raw);
  if (!element) return raw;
  const own = (name: unknown): unknown => (typeof name === 'string' && name !== '' ? `${drawing}/${name}` : name);
  const bound = (binding: unknown): unknown => {
    const there = asRecord(binding);
    return there && { ...there, elementId: own(there.elementId) };
  };
  return {
    ...element,
    id: own(element.id),
    x: asNumber(element.x) + dx,
    y: asNumber(element.y) + dy,
    containerId: own(element.containerId),
    startBinding: bound(element.startBinding),
    endBinding: bound(element.endBinding),
    // One drawing of the library becomes one group on the board.
    groupIds: [...asList(element.groupIds).slice(0, 6).map(own), `${drawing}`],
  };
}
