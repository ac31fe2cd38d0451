import { Meter, type MeterReading } from '../../../server/emulator/meter.ts';
import { hubMessage } from '../fanout/dialect-inkroom.ts';
import { POINTS_PER_TICK } from '../fanout/workload.ts';

/** What a hub does that sends on what it gets: `Clients.OthersInGroup(room).send(…)` for each message. */
const CURSOR = hubMessage([1, {}, null, 'cursor', ['Person 17', 1_000, 700]]);
/** Four points, packed as ours are, under a short id: as little as a relay of strokes could send. */
const APPEND = hubMessage([1, {}, null, 'draw', ['Person 17', 40, new Uint8Array(2 * POINTS_PER_TICK)]]);

/**
 * Computed, not run: each input goes to the application server once and from it to everybody else in the room, each time as a message of
 * its own. Counted by the emulator's meter.
 */
export function naiveRelay(people: number, inputs: { readonly cursors: number; readonly appends: number }): MeterReading {
  const meter = new Meter();
  const relay = (message: Uint8Array): void => {
    meter.server(message);
    for (let other = 1; other < people; other++) meter.client(message);
  };
  for (let i = 0; i < inputs.cursors; i++) relay(CURSOR);
  for (let i = 0; i < inputs.appends; i++) relay(APPEND);
  return meter.reading;
}
