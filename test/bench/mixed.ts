import { Store } from '@tldraw/store';
import { createTLSchema } from '@tldraw/tlschema';
import { generateKeyBetween } from 'fractional-indexing';
import { Board } from '../../core/board/board.ts';
import { type ElementId, elementId, type InstanceId } from '../../core/board/ids.ts';
import { Body, ElementKind, type Values } from '../../core/board/kinds.ts';
import type { Op } from '../../core/board/op.ts';
import { packStates, unpackStates } from '../../core/room/catch-up.ts';
import { ensureBenchPackages } from './bench-packages.ts';
import { excalidrawElement } from './excalidraw-element.ts';
import { benchClientId } from './fanout/dialect-inkroom.ts';
import { pointsText } from './fanout/tldraw-points.ts';
import { seededRandom } from './hand-stroke.ts';
import { boardStrokes } from './join/board-strokes.ts';
import { batchesOf } from './join/stroke-batches.ts';
import { conclude, printTable, readArguments, show } from './report.ts';

/**
 * `npm run bench:mixed`: bytes in which a newcomer gets a board of 10,000 mixed elements (60 % strokes, 15 % boxes, 10 % arrows from box to box,
 * 15 % texts): Inkroom's catch-up body, tldraw's records and Excalidraw's elements as the JSON that both send. `--elements=N`.
 */
const options = readArguments(process.argv.slice(2), ['elements']);
const count = Number(options.values.get('elements') ?? 10_000);
ensureBenchPackages();

const POINTS = 100;
const UNITS = 16;
const random = seededRandom(7);
const below = (n: number): number => Math.floor(random() * n);
const WORDS = 'sketch arrow plan spring week wall review later done idea first next paper ink board'.split(' ');
const sentence = (): string => Array.from({ length: 2 + below(6) }, () => WORDS[below(WORDS.length)]).join(' ');

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
const place = (): Box => ({ x: below(20_000), y: below(20_000), w: 40 + below(400), h: 30 + below(300) });
const strokes = boardStrokes(Math.floor(count * 0.6), POINTS);
const boxes = Array.from({ length: Math.floor(count * 0.15) }, () => ({ ...place(), shape: below(3), color: below(8) }));
const arrows = Array.from({ length: Math.floor(count * 0.1) }, () => ({ from: below(boxes.length), to: below(boxes.length) }));
const texts = Array.from({ length: count - strokes.length - boxes.length - arrows.length }, () => ({
  ...place(),
  text: sentence(),
}));

function inkroomBytes(): number {
  const board = new Board();
  const origin = 'BenchHubBen' as InstanceId;
  let seq = 0;
  let lamport = 0;
  let order: string | null = null;
  const author = benchClientId(0);
  let k = 1_000_000;
  const apply = (ops: readonly Op[], by = author): void => void board.apply(by, ops, { origin, seq: ++seq });
  const next = (): string => {
    order = generateKeyBetween(order, null);
    return order;
  };
  const add = (kind: number, values: Values, body: Body = Body.none): ElementId => {
    const id = elementId(author, ++k);
    apply([{ kind: 'add', id, lamport: ++lamport, birth: { kind, body, facts: {} }, values: { order: next(), ...values } }]);
    return id;
  };
  for (const stroke of strokes) for (const ops of batchesOf(stroke, ++lamport, next())) apply(ops, benchClientId(stroke.author));
  const inUnits = ({ x, y, w, h }: Box) => ({ x: UNITS * x, y: UNITS * y, w: UNITS * w, h: UNITS * h });
  const shapes = [ElementKind.rectangle, ElementKind.ellipse, ElementKind.diamond];
  const ids = boxes.map((box) => add(shapes[box.shape] as number, { ...inUnits(box), color: box.color, width: 32 }));
  for (const { from, to } of arrows) {
    const ends = { from: [ids[from] as ElementId, 500, 500], to: [ids[to] as ElementId, 500, 500] } as const;
    add(ElementKind.arrow, { x: 0, y: 0, color: 0, width: 32, headTo: 1, ...ends });
  }
  for (const { x, y, text } of texts) {
    const target = add(ElementKind.text, { x: UNITS * x, y: UNITS * y, color: 0, size: 320 });
    const run = elementId(author, ++k);
    const birth = { kind: ElementKind.run, body: Body.text, facts: { target, place: [] } } as const;
    apply([
      { kind: 'add', id: run, lamport: ++lamport, birth, values: {} },
      { kind: 'append', id: run, offset: 0, chunk: text },
    ]);
  }
  const bytes = packStates(board.statesPast());
  const read = unpackStates(bytes);
  if (!read.ok || read.value.length < count) throw new Error('the board cannot be read back');
  return bytes.length;
}

const richText = (text: string) => ({
  type: 'doc',
  content: [text === '' ? { type: 'paragraph' } : { type: 'paragraph', content: [{ type: 'text', text }] }],
});

function tldrawBytes(): number {
  const store = new Store({ schema: createTLSchema(), props: {} as never });
  const records: Record<string, unknown>[] = [];
  let index: string | null = null;
  const looks = { color: 'black', dash: 'draw', size: 'm', scale: 1 };
  const label = { labelColor: 'black', fill: 'none', font: 'draw' };
  const shape = (id: string, type: string, x: number, y: number, props: object): void => {
    index = generateKeyBetween(index, null);
    const common = { rotation: 0, index, parentId: 'page:page', isLocked: false, opacity: 1, meta: {} };
    records.push({ id: `shape:${id}`, typeName: 'shape', type, x, y, ...common, props });
  };
  for (const { author, ordinal, x, y, pressured, points } of strokes) {
    const ink = { isComplete: true, isClosed: false, isPen: pressured, scaleX: 1, scaleY: 1, fill: 'none' };
    shape(`a${author}s${ordinal}`, 'draw', x, y, { segments: [{ type: 'free', path: pointsText(points) }], ...looks, ...ink });
  }
  const geos = ['rectangle', 'ellipse', 'diamond'];
  for (const [i, { x, y, w, h, shape: at }] of boxes.entries()) {
    const text = { align: 'middle', verticalAlign: 'middle', richText: richText('') };
    shape(`b${i}`, 'geo', x, y, {
      geo: geos[at],
      w,
      h,
      growY: 0,
      url: '',
      flipX: false,
      flipY: false,
      ...looks,
      ...label,
      ...text,
    });
  }
  for (const [i, { from, to }] of arrows.entries()) {
    const line = { kind: 'arc', start: { x: 0, y: 0 }, end: { x: 1, y: 1 }, bend: 0, elbowMidPoint: 0.5, labelPosition: 0.5 };
    const heads = { arrowheadStart: 'none', arrowheadEnd: 'arrow' };
    shape(`c${i}`, 'arrow', 0, 0, { ...line, ...heads, ...looks, ...label, richText: richText('') });
    for (const [terminal, box] of [
      ['start', from],
      ['end', to],
    ] as const) {
      const props = { terminal, normalizedAnchor: { x: 0.5, y: 0.5 }, isExact: false, isPrecise: false, snap: 'none' };
      const ends = { fromId: `shape:c${i}`, toId: `shape:b${box}` };
      records.push({ id: `binding:c${i}${terminal}`, typeName: 'binding', type: 'arrow', ...ends, props, meta: {} });
    }
  }
  for (const [i, { x, y, w, text }] of texts.entries()) {
    const { color, size, scale } = looks;
    shape(`t${i}`, 'text', x, y, {
      color,
      size,
      scale,
      font: 'draw',
      textAlign: 'start',
      w,
      autoSize: true,
      richText: richText(text),
    });
  }
  // tldraw's own schema checks each of them.
  store.put(records as never);
  const diff = Object.fromEntries(records.map((record) => [record.id, ['put', record]]));
  return JSON.stringify({ type: 'connect', diff }).length;
}

function excalidrawBytes(): number {
  const elements: object[] = strokes.map(({ author, ordinal, x, y, points, width }) =>
    excalidrawElement({
      id: `a${author}s${ordinal}`,
      x,
      y,
      width,
      version: 30,
      points: points.map((p) => ({ x: p.x - x, y: p.y - y })),
    }),
  );
  const {
    points: _p,
    pressures: _q,
    simulatePressure: _r,
    lastCommittedPoint: _s,
    ...common
  } = excalidrawElement({
    id: '',
    x: 0,
    y: 0,
    version: 3,
    points: [{ x: 0, y: 0 }],
  });
  const types = ['rectangle', 'ellipse', 'diamond'];
  for (const [i, { x, y, w, h, shape }] of boxes.entries()) {
    elements.push({ ...common, id: `box${i}`, type: types[shape], x, y, width: w, height: h });
  }
  for (const [i, { from, to }] of arrows.entries()) {
    const bound = (box: number) => ({ elementId: `box${box}`, focus: 0, gap: 1 });
    const line = {
      points: [
        [0, 0],
        [120, 80],
      ],
      startBinding: bound(from),
      endBinding: bound(to),
      startArrowhead: null,
      endArrowhead: 'arrow',
    };
    elements.push({ ...common, id: `arrow${i}`, type: 'arrow', lastCommittedPoint: null, elbowed: false, ...line });
  }
  for (const [i, { x, y, w, text }] of texts.entries()) {
    const words = { text, originalText: text, fontSize: 20, fontFamily: 5, textAlign: 'left', verticalAlign: 'top' };
    elements.push({
      ...common,
      id: `text${i}`,
      type: 'text',
      x,
      y,
      width: w,
      height: 25,
      containerId: null,
      autoResize: true,
      lineHeight: 1.25,
      ...words,
    });
  }
  return JSON.stringify({ type: 'SCENE_INIT', payload: { elements } }).length;
}

const ours = inkroomBytes();
const rows = [
  { name: 'Inkroom', bytes: ours },
  { name: 'tldraw', bytes: tldrawBytes() },
  { name: 'Excalidraw', bytes: excalidrawBytes() },
];
printTable(
  [`${count} mixed elements`, 'bytes', 'bytes an element'],
  rows.map(({ name, bytes }) => [name, show(bytes), show(bytes / count)]),
);
process.exitCode = conclude(
  'mixed',
  rows
    .slice(1)
    .map(({ name, bytes }) => ({ name: `fewer bytes than ${name}`, figure: bytes / ours, unit: 'x', goal: { atLeast: 4 } })),
  rows,
  options.json,
);
