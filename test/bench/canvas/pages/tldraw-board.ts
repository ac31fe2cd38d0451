import { b64Vecs, getIndices } from 'tldraw';
import { type BoardParts, PICTURE, PICTURES } from '../boards/mix.ts';

const COLORS = ['black', 'red', 'green', 'blue', 'orange'] as const;
const richText = (text: string) => ({
  type: 'doc',
  content: [text === '' ? { type: 'paragraph' } : { type: 'paragraph', content: [{ type: 'text', text }] }],
});
const LOOK = { color: 'black', dash: 'solid', size: 'm', scale: 1 };
const LABEL = { labelColor: 'black', fill: 'none', font: 'sans' };

/** The board as tldraw saves and sends it: JSON text of its records. `pictures`: data URLs. `page`: the id of the page. */
export function tldrawJson(parts: BoardParts, pictures: readonly string[], page: string): string {
  const count = parts.strokes.length + parts.shapes.length + parts.arrows.length + parts.texts.length + parts.images.length;
  const indices = getIndices(count + 1);
  const records: object[] = [];
  let made = 0;
  const shape = (id: string, type: string, at: { readonly x: number; readonly y: number }, props: object): void => {
    const common = { rotation: 0, index: indices[made++], parentId: page, isLocked: false, opacity: 1, meta: {} };
    records.push({ id: `shape:${id}`, typeName: 'shape', type, x: at.x, y: at.y, ...common, props });
  };
  parts.strokes.forEach((stroke, i) => {
    const path = b64Vecs.encodePoints(stroke.points.map((point) => ({ x: point.x, y: point.y, z: 0.5 })));
    const ink = { isComplete: true, isClosed: false, isPen: false, scaleX: 1, scaleY: 1, fill: 'none' };
    const look = { ...LOOK, dash: 'draw', color: COLORS[stroke.color] ?? 'black' };
    shape(`stroke${i}`, 'draw', stroke, { segments: [{ type: 'free', path }], ...look, ...ink });
  });
  parts.shapes.forEach((one, i) => {
    const box = { geo: one.kind, w: one.w, h: one.h, growY: 0, url: '', flipX: false, flipY: false };
    const text = { align: 'middle', verticalAlign: 'middle', richText: richText('') };
    shape(`shape${i}`, 'geo', one, { ...box, ...LOOK, color: COLORS[one.color] ?? 'black', ...LABEL, ...text });
  });
  parts.arrows.forEach(({ from, to }, i) => {
    const line = { kind: 'arc', start: { x: 0, y: 0 }, end: { x: 1, y: 1 }, bend: 0, elbowMidPoint: 0.5, labelPosition: 0.5 };
    const heads = { arrowheadStart: 'none', arrowheadEnd: 'arrow', richText: richText('') };
    shape(`arrow${i}`, 'arrow', { x: 0, y: 0 }, { ...line, ...heads, ...LOOK, ...LABEL });
    const ends = [
      ['start', from],
      ['end', to],
    ] as const;
    for (const [terminal, target] of ends) {
      const props = { terminal, normalizedAnchor: { x: 0.5, y: 0.5 }, isExact: false, isPrecise: false, snap: 'none' };
      const ids = { id: `binding:arrow${i}${terminal}`, fromId: `shape:arrow${i}`, toId: `shape:shape${target}` };
      records.push({ typeName: 'binding', type: 'arrow', ...ids, props, meta: {} });
    }
  });
  parts.texts.forEach((text, i) => {
    const look = { color: 'black', size: 's', scale: 1, font: 'sans', textAlign: 'start' };
    shape(`text${i}`, 'text', text, { ...look, w: text.w, autoSize: true, richText: richText(text.text) });
  });
  if (parts.images.length > 0) {
    for (let i = 0; i < PICTURES; i++) {
      const file = { name: `picture${i}.png`, src: pictures[i], w: PICTURE.width, h: PICTURE.height, mimeType: 'image/png' };
      records.push({
        id: `asset:picture${i}`,
        typeName: 'asset',
        type: 'image',
        props: { ...file, isAnimated: false },
        meta: {},
      });
    }
  }
  parts.images.forEach((image, i) => {
    const box = { w: image.w, h: image.h, playing: true, url: '', crop: null, flipX: false, flipY: false, altText: '' };
    shape(`image${i}`, 'image', image, { ...box, assetId: `asset:picture${image.picture}` });
  });
  return JSON.stringify(records);
}
