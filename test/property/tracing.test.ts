import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RoomId } from '../../core/board/ids.ts';
import { packTraceTimes } from '../../core/contract/tracing/trace-answer.ts';
import type { TraceRecord } from '../../core/contract/tracing/trace-records.ts';
import { runSeed, runs } from '../support/seeded.ts';
import { type FakeClient, HubFixture } from '../unit/server/hub/hub-fixture.ts';
import { addStroke, removeStroke } from '../unit/server/hub/ink.ts';

const PEOPLE = 3;

type Act =
  | {
      readonly act: 'draw' | 'remove' | 'draw nonsense' | 'point' | 'answer';
      readonly who: number;
      readonly times: readonly number[];
    }
  | { readonly act: 'pass'; readonly ms: number };

const who = fc.nat(PEOPLE - 1);
const times = fc.array(fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e6, max: 1e6 }), { minLength: 6, maxLength: 6 });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constantFrom('draw', 'remove', 'draw nonsense', 'point', 'answer'), who, times }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('pass' as const), ms: fc.nat(900) }) },
);

/** What everybody got, but for what belongs to the trace, and what the room is at the end. */
async function history(acts: readonly Act[], isWatched: boolean) {
  const fixture = new HubFixture();
  const people: FakeClient[] = [];
  for (let i = 0; i < PEOPLE; i++) people.push(await fixture.joined());
  const late = fixture.connect();
  const records: TraceRecord[] = [];
  if (isWatched) fixture.hub.tracing.watch('room-1' as RoomId, (news) => void records.push(...news));
  const drawn = people.map(() => 0);
  for (const one of acts) {
    if (one.act === 'pass') {
      fixture.clock.advance(one.ms);
      continue;
    }
    const client = people[one.who] as FakeClient;
    const k = drawn[one.who] ?? 0;
    if (one.act === 'draw') {
      client.draw([addStroke(client.clientId, k + 1)]);
      drawn[one.who] = k + 1;
    } else if (one.act === 'remove') client.draw([removeStroke(client.clientId, Math.max(1, k), k + 2)]);
    else if (one.act === 'draw nonsense') client.push([++client.n, 'nonsense']);
    else if (one.act === 'point') client.push([0, null, [k, one.who]]);
    else {
      const [heard = 0, made, sent, came, painted, said = 0] = one.times;
      const asked = client.notices().find((notice) => notice.kind === 'traced');
      const trace = asked?.kind === 'traced' ? asked.trace : '4bf92f3577b34da6a3ce929d0e0e4736';
      const answer = { act: 'traced', trace, times: packTraceTimes({ heard, made, sent, came, painted, said }) };
      await client.call('act', [answer]);
    }
  }
  fixture.clock.advance(4_000);
  const welcome = await late.join();
  return {
    records,
    seen: {
      frames: people.map((client) => client.frames()),
      refusals: people.map((client) => client.refusals()),
      closed: people.map(({ closed }) => closed),
      room: [welcome.elements, welcome.vector, welcome.epoch],
    },
  };
}

test('[TRC-8] a trace changes nothing of what members get and of what the room becomes, whatever they answer', async () => {
  let followed = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 60 }), async (acts) => {
      const [watched, alone] = [await history(acts, true), await history(acts, false)];
      expect(watched.seen).toEqual(alone.seen);
      expect(alone.records).toEqual([]);
      followed += watched.records.filter(({ kind }) => kind === 'batch').length;
    }),
    { numRuns: runs(60, 2_000), seed: runSeed() },
  );
  // Most histories have one or none: few draw again after a second.
  expect(followed).toBeGreaterThan(3);
});
