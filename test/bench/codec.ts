/**
 * `npm run bench:codec`: which library writes and reads the values in hub messages? @msgpack/msgpack and msgpackr (the verified option sets of
 * the protocol reference, 9.3) on the shapes of this product, and the server's own path around the one that it uses.
 */

import { messagePackProtocol } from '@inkroom/signalr/hub-protocol/messagepack';
import { Decoder, Encoder } from '@msgpack/msgpack';
import { Packr, type Unpackr } from 'msgpackr';
import { median } from '../support/median.ts';
import { conclude, printTable, readArguments, show } from './report.ts';

const { json, values: given } = readArguments(process.argv.slice(2), ['round-ms', 'rounds']);
const ROUND_MS = Number(given.get('round-ms') ?? 100);
const ROUNDS = Number(given.get('rounds') ?? 9);

const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, i) => (i * 37) & 255);
/** One client's message of a tick: a batch with one append of four points, and the cursor. */
const push = [1_234, [4, 17, 96, bytes(11)], [812, 455]];
/** The same of a cursor alone. */
const cursor = [0, null, [812, 455]];
/** A tick of a room of 50: 15 of them draw, all move. */
const frame = [
  48_213,
  0,
  Array.from({ length: 15 }, (_, i) => [i + 1, 1_234 + i, [4, 17 + i, 96 + i, bytes(11)]]).flat(),
  Array.from({ length: 50 }, (_, i) => [i + 1, 800 + i, 455 - i]).flat(),
];
/** A piece of catch-up. */
const chunk = { kind: 'chunk', bytes: bytes(64 * 1024) };
const SHAPES: readonly (readonly [string, unknown])[] = [
  ['push', push],
  ['cursor', cursor],
  ['frame of 50', frame],
  ['catch-up chunk', chunk],
];

const packr = new Packr({
  useRecords: false,
  variableMapSize: true,
  encodeUndefinedAsNil: true,
  int64AsType: 'number',
  mapsAsObjects: true,
  moreTypes: false,
  bundleStrings: false,
});
const unpackr: Unpackr = packr;
const encoder = new Encoder();
const decoder = new Decoder();

/** Calls a second, in one round. */
function rate(run: () => unknown): number {
  let calls = 0;
  const from = performance.now();
  let now = from;
  do {
    for (let i = 0; i < 50; i++) kept = run();
    calls += 50;
    now = performance.now();
  } while (now - from < ROUND_MS);
  return (calls / (now - from)) * 1_000;
}
/** Keeps results alive, so that no call can be left out. */
let kept: unknown;

/** Rounds of all contenders take turns: what disturbs one disturbs its neighbours too. */
function race(contenders: Readonly<Record<string, () => unknown>>): Map<string, number> {
  const rates = new Map(Object.keys(contenders).map((name): [string, number[]] => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, run] of Object.entries(contenders)) {
      const one = rate(run);
      // The first round warms up.
      if (round > 0) rates.get(name)?.push(one);
    }
  }
  return new Map([...rates].map(([name, all]) => [name, median(all)]));
}

const MSGPACK = '@msgpack/msgpack';
const MSGPACKR = 'msgpackr';
const SERVER = 'server (envelope + values)';
const numbers: Record<string, Record<string, number>> = {};
const rows: string[][] = [];

function report(name: string, rates: ReadonlyMap<string, number>): void {
  const [ours = Number.NaN, theirs = Number.NaN, whole = Number.NaN] = [MSGPACK, MSGPACKR, SERVER].map((one) => rates.get(one));
  numbers[name] = Object.fromEntries(rates);
  rows.push([name, show(ours), show(theirs), (ours / theirs).toFixed(2), show(whole)]);
}

for (const [name, value] of SHAPES) {
  const args = [value];
  const written = encoder.encode(args);
  const framed = Buffer.from(messagePackProtocol.invocation('f', args));
  report(
    `write ${name}`,
    race({
      // Both are copied to where they are sent from; msgpackr's pool would stay alive otherwise.
      [MSGPACK]: () => Buffer.from(encoder.encodeSharedRef(args)),
      [MSGPACKR]: () => Buffer.from(packr.pack(args)),
      [SERVER]: () => messagePackProtocol.invocation('f', args),
    }),
  );
  report(
    `read ${name}`,
    race({
      [MSGPACK]: () => decoder.decode(written),
      [MSGPACKR]: () => unpackr.unpack(written),
      [SERVER]: () => {
        const message = messagePackProtocol.parse(framed);
        return message?.type === 1 ? messagePackProtocol.decodeArguments(message.args) : undefined;
      },
    }),
  );
}

console.log(
  `Calls a second on one core, median of ${ROUNDS} rounds of ${ROUND_MS} ms (${kept === undefined ? 'nothing' : 'all'} read back).\n`,
);
printTable(['', MSGPACK, MSGPACKR, 'ratio', SERVER], rows);

/** A tick of a room of 50 at 60 Hz with 30 Hz input: 25 messages come, 7 of them draw, and one frame goes out. */
function tickMicros(library: string): number {
  const micros = (name: string): number => 1e6 / (numbers[name]?.[library] ?? Number.NaN);
  return 7 * micros('read push') + 18 * micros('read cursor') + micros('write frame of 50');
}
/** What the whole server may spend on such a tick: 1.2 µs for each of 50 × 25 delivered updates. */
const BUDGET_MICROS = 1.2 * 50 * 25;
const [ours, theirs, server] = [tickMicros(MSGPACK), tickMicros(MSGPACKR), tickMicros(SERVER)];
console.log(
  `Values of one tick of a room of 50: ${MSGPACK} ${show(ours)} µs, ${MSGPACKR} ${show(theirs)} µs, of a budget of ${BUDGET_MICROS} µs.`,
);
console.log(
  `Used for hub messages: ${MSGPACK}. Where the two are this close safety decides: it writes what the stock client writes (integers up to\n` +
    '64 bits, not floats), refuses private extensions and the key __proto__, does not recurse, and has no pool to leak (protocol reference, 9.2).\n',
);
process.exit(
  conclude(
    'codec',
    [
      {
        name: 'What the choice costs, of the budget of a tick',
        figure: (100 * (ours - theirs)) / BUDGET_MICROS,
        unit: ' %',
        goal: { atMost: 2 },
      },
      { name: 'Server reads and writes the messages of a tick', figure: server, unit: ' µs', goal: { atMost: 150 } },
    ],
    numbers,
    json,
  ),
);
