import type { RoomId } from '../../core/board/ids.ts';
import { startHub } from '../harness/hub.ts';
import { handStroke } from './hand-stroke.ts';
import { conclude, printTable, readArguments, show, type Target } from './report.ts';
import { excalidrawBytes, pointBytes } from './wire/compare.ts';
import { drawStroke, enter, type Person, type StrokeBytes, until } from './wire/drawn-stroke.ts';
import { type CursorBytes, measureCursors, visit } from './wire/room-cursors.ts';

/**
 * `npm run bench:wire`: what drawing costs on the wire, everything on the WebSocket included. A real hub process, the product's pen,
 * session and SignalR client on both sides, and a TCP line between that counts.
 */
const options = readArguments(process.argv.slice(2), []);
const POINTS = 300;
const SEED = 1;
const mouse = handStroke({ points: POINTS, device: 'mouse', seed: SEED });
const pen = handStroke({ points: POINTS, device: 'pen', seed: SEED });

/** A room of some hours: member numbers above 127, thousands of batches, a stroke of thousands of points. */
const AGED = { visitors: 130, batches: 3_000, batchesAtOnce: 50, pointsBefore: 5_000 } as const;

async function age(author: Person): Promise<void> {
  const { session, clock } = author;
  const dot = { x: 10, y: 10, pressure: 0.5 };
  const id = author.press(dot, false);
  author.lift();
  for (let i = 0; i < AGED.batches; i++) {
    session.propose([{ kind: 'set', id, lamport: session.nextLamport(), values: { x: 160 + (i % 100) } }], session.newGesture());
    if (i % AGED.batchesAtOnce !== AGED.batchesAtOnce - 1) continue;
    clock.advance(100);
    await until('the changes are accepted', () => session.status().unsent === 0);
  }
}

/** Two people in a room; the stroke of one is counted. */
async function draw(room: string, device: 'mouse' | 'pen', isAged: boolean): Promise<StrokeBytes> {
  if (isAged) await visit(hub.port, room, AGED.visitors);
  const author = await enter(hub.port, room as RoomId, 'Ana');
  const peer = await enter(hub.port, room as RoomId, 'Bo');
  try {
    if (isAged) await age(author);
    const before = isAged ? handStroke({ points: AGED.pointsBefore, device, seed: SEED + 1 }) : [];
    return await drawStroke(author, peer, { points: device === 'mouse' ? mouse : pen, pressured: device === 'pen', before });
  } finally {
    await author.close();
    await peer.close();
  }
}

const hub = await startHub({ flags: ['--log-level', 'warn'] });
const strokes: { readonly name: string; readonly bytes: StrokeBytes }[] = [];
let cursors: CursorBytes;
try {
  strokes.push({ name: 'mouse, new room', bytes: await draw('wire-mouse', 'mouse', false) });
  strokes.push({ name: 'pen with pressure, new room', bytes: await draw('wire-pen', 'pen', false) });
  strokes.push({ name: 'mouse, room of some hours', bytes: await draw('wire-aged-mouse', 'mouse', true) });
  strokes.push({ name: 'pen with pressure, room of some hours', bytes: await draw('wire-aged-pen', 'pen', true) });
  cursors = await measureCursors(hub.port, 10, 5);
} finally {
  await hub.stop();
}

const measured = strokes[0]?.bytes;
const forms = pointBytes(mouse);
const extra = forms.firstOrder - forms.secondOrder;
const peers = {
  plainDeltas: { up: (measured?.up ?? Number.NaN) + extra, down: (measured?.down ?? Number.NaN) + extra },
  excalidraw30: excalidrawBytes(mouse, 30),
  excalidraw60: excalidrawBytes(mouse, 60),
};

console.log(
  `A stroke of ${POINTS} points, 120 samples a second, sent 30 times a second. Bytes on the WebSocket, all included.\n`,
);
const row = (name: string, up: number, down: number): string[] => [name, show(up), show(down), show(up / POINTS)];
printTable(
  ['stroke', 'bytes up', 'bytes down per peer', 'up per point'],
  [
    ...strokes.map(({ name, bytes }) => row(name, bytes.up, bytes.down)),
    row('computed: mouse, plain deltas instead of their changes', peers.plainDeltas.up, peers.plainDeltas.down),
    row("computed: Excalidraw's whole element as JSON, 30 a second", peers.excalidraw30, peers.excalidraw30),
    row(
      "computed: Excalidraw's whole element as JSON, each frame (60 a second, its way)",
      peers.excalidraw60,
      peers.excalidraw60,
    ),
  ],
);
console.log('Ten people moving their cursors 30 times a second, as one of them receives it.\n');
printTable(
  ['cursors', 'bytes down per move shown', 'moves per frame', 'bytes up per move'],
  [['10 people', show(cursors.perMove), show(cursors.movesPerFrame), show(cursors.bytesUpPerMove)]],
);

const targets: Target[] = [
  { name: 'Stroke of 300 points, bytes up', figure: measured?.up ?? Number.NaN, unit: ' B', goal: { atMost: 2_500 } },
  {
    name: 'Stroke of 300 points, bytes down per peer',
    figure: measured?.down ?? Number.NaN,
    unit: ' B',
    goal: { atMost: 2_500 },
  },
  { name: 'Cursor move in a frame with 10 people', figure: cursors.perMove, unit: ' B', goal: { atMost: 12 } },
];
process.exit(conclude('wire', targets, { strokes, peers, points: forms, cursors }, options.json));
