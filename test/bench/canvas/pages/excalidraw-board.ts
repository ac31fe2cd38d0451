import { EXCALIDRAW_COMMON, excalidrawElement } from '../../excalidraw-element.ts';
import { type BoardParts, PICTURE, type Place, TEXT_PX } from '../boards/mix.ts';
import { COLORS, WIDTH_PX } from '../boards/strokes.ts';

/** The board as Excalidraw saves and sends it: JSON text. */
export function excalidrawJson(parts: BoardParts): string {
  const common = { ...EXCALIDRAW_COMMON, strokeColor: COLORS[0], roughness: 0 };
  const at = ({ x, y, w, h }: Place) => ({ x, y, width: w, height: h });
  const elements: object[] = parts.strokes.map(({ x, y, points, color }, i) =>
    // Excalidraw draws a freehand line 4.25 times as wide as its number says.
    excalidrawElement({ id: `stroke${i}`, x, y, points, version: 1, color: COLORS[color] ?? COLORS[0], width: WIDTH_PX / 4.25 }),
  );
  const bound = new Map<number, { id: string; type: 'arrow' }[]>();
  parts.arrows.forEach(({ from, to }, i) => {
    for (const shape of [from, to]) bound.set(shape, [...(bound.get(shape) ?? []), { id: `arrow${i}`, type: 'arrow' }]);
  });
  parts.shapes.forEach((shape, i) => {
    const boundElements = bound.get(i) ?? null;
    elements.push({
      ...common,
      id: `shape${i}`,
      type: shape.kind,
      ...at(shape),
      strokeColor: COLORS[shape.color],
      boundElements,
    });
  });
  parts.arrows.forEach(({ from, to }, i) => {
    const [start, end] = [parts.shapes[from] as Place, parts.shapes[to] as Place];
    const [x, y] = [start.x + start.w / 2, start.y + start.h / 2];
    const [dx, dy] = [end.x + end.w / 2 - x, end.y + end.h / 2 - y];
    const binding = (shape: number) => ({ elementId: `shape${shape}`, focus: 0, gap: 1 });
    const ends = { startBinding: binding(from), endBinding: binding(to), startArrowhead: null, endArrowhead: 'arrow' };
    const line = { points: [[0, 0], [dx, dy]], lastCommittedPoint: null, elbowed: false, boundElements: null, ...ends }; // biome-ignore format: one line of points
    elements.push({ ...common, id: `arrow${i}`, type: 'arrow', x, y, width: Math.abs(dx), height: Math.abs(dy), ...line });
  });
  parts.texts.forEach((text, i) => {
    const words = { text: text.text, originalText: text.text, fontSize: TEXT_PX, fontFamily: 6, textAlign: 'left' };
    const box = { verticalAlign: 'top', containerId: null, autoResize: true, lineHeight: 1.25, boundElements: null };
    elements.push({ ...common, id: `text${i}`, type: 'text', ...at(text), ...words, ...box });
  });
  parts.images.forEach((image, i) => {
    const file = { fileId: `picture${image.picture}`, status: 'saved', scale: [1, 1], crop: null, boundElements: null };
    elements.push({ ...common, id: `image${i}`, type: 'image', ...at(image), ...file, naturalWidth: PICTURE.width });
  });
  return JSON.stringify(elements);
}
