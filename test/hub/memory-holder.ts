import { returnMemory } from '../../server/process/memory-return.ts';
import { nodeClock } from '../../server/process/node-host.ts';

/**
 * A process that allocates as a hub in use does, is grown by its first message from the parent and drops everything at the second.
 * It tells its size twice a second.
 */
const OBJECTS = 1_000_000;
/** As the pieces in which long messages came. */
const BUFFERS = 3_400;
const BUFFER_BYTES = 40_000;
/** Of so many buffers there is a short block of memory that stays: of a connection, for instance. */
const BUFFERS_PER_REST = 10;
const HELD_BYTES = 128 * 1024 * 1024;

/** What memory-return.ts asks for; a board's estimate in the hub. */
let heldBytes = 0;
let held: unknown[] = [];
let recent: unknown[] = [];
const rest: Uint8Array[] = [];

const grown = (): unknown[] => [
  ...Array.from({ length: BUFFERS }, (_, i) => {
    if (i % BUFFERS_PER_REST === 0) rest.push(new Uint8Array(1_000));
    return new Uint8Array(BUFFER_BYTES).fill(1);
  }),
  ...Array.from({ length: OBJECTS }, (_, i) => ({ i, list: [i, i], text: `element ${i}` })),
];

returnMemory({ clock: nodeClock, heldBytes: () => heldBytes });
process.on('message', (what) => {
  held = what === 'grow' ? grown() : [];
  heldBytes = what === 'grow' ? HELD_BYTES : 0;
  process.send?.({ did: what, elements: held.length, bytes: process.memoryUsage.rss() });
});
process.on('disconnect', () => process.exit(0));
setInterval(() => {
  recent = Array.from({ length: 500 }, (_, i) => ({ i, text: `message ${recent.length + i}` }));
}, 5);
setInterval(() => process.send?.({ did: 'tell', bytes: process.memoryUsage.rss() }), 500);
