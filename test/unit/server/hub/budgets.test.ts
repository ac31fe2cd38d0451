import { expect, test } from 'vitest';
import { encodeOps } from '../../../../core/board/codec/op-codec.ts';
import { elementId, type RoomId } from '../../../../core/board/ids.ts';
import { type Op, OpCode } from '../../../../core/board/op.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { AddressBudgets } from '../../../../server/hub/admission/address-budgets.ts';
import { networkOf } from '../../../../server/hub/admission/network-of.ts';
import { ROOM_BYTES, weightOf } from '../../../../server/hub/rooms/board-memory.ts';
import { type Kept, memoryStore } from '../../../contracts/memory-store.ts';
import { type FakeClient, HubFixture } from './hub-fixture.ts';
import { addStroke } from './ink.ts';
import { settled } from './slow-store.ts';

/** Pushes so many new elements in batches of a thousand. Gives the codes of the refusals. */
function addElements(client: FakeClient, count: number, from = 1): unknown[] {
  const before = client.refusals().length;
  for (let k = from; k < from + count; k += LIMITS.opsPerBatch) {
    const ops: Op[] = [];
    for (let i = k; i < Math.min(k + LIMITS.opsPerBatch, from + count); i++) ops.push(addStroke(client.clientId, i));
    client.draw(ops);
  }
  return client
    .refusals()
    .slice(before)
    .map(([, code]) => code);
}

test('[ADM-8] a connection adds so many elements at once and then so many a second; what is refused leaves nothing', async () => {
  const fixture = new HubFixture();
  const mallory = await fixture.joined();
  expect(addElements(mallory, LIMITS.elementsBurst)).toEqual([]);
  expect(addElements(mallory, 1_000, 60_001)).toEqual(['rate.elements']);
  fixture.clock.advance(LIMITS.restMs);
  const refilled = (LIMITS.restMs * LIMITS.elementsPerSecond) / 1_000;
  expect(addElements(mallory, refilled, 60_001)).toEqual([]);
  expect(addElements(mallory, 1, 70_001)).toEqual(['rate.elements']);
  expect((await fixture.connect().join()).elements).toBe(LIMITS.elementsBurst + refilled);
  fixture.clock.advance(LIMITS.restMs);
  // What adds nothing goes on, and a refusal is no reason to close.
  mallory.draw([{ kind: 'set', id: `${mallory.clientId}.1` as never, lamport: 99, values: { x: 1 } }]);
  expect(mallory.refusals()).toHaveLength(2);
  expect(mallory.closed).toBeUndefined();
});

test('[ADM-12] after a refusal for a budget nothing is read for a moment, not even what could not be', async () => {
  const fixture = new HubFixture();
  const mallory = await fixture.joined();
  addElements(mallory, LIMITS.elementsBurst);
  expect(addElements(mallory, 5_000, 60_001)).toHaveLength(5);
  mallory.push([++mallory.n, [[99, 'no op']]]);
  fixture.clock.advance(LIMITS.restMs);
  mallory.push([++mallory.n, [[99, 'no op']]]);
  expect(mallory.refusals().slice(-2)).toEqual([
    [mallory.n - 1, 'rate.elements'],
    [mallory.n, 'op.unknown_code'],
  ]);
});

test('[ADM-8] the connections of one network address share a budget, which a new connection does not renew', async () => {
  const fixture = new HubFixture({ connectionsPerAddress: 200 });
  const rooms = LIMITS.addressElementsBurst / LIMITS.elementsBurst;
  for (let i = 0; i < rooms; i++) {
    // One customer's addresses of IPv6.
    const mallory = await fixture.joined(`room-${i}`, `2001:db8:0:7::${i}`);
    expect(addElements(mallory, LIMITS.elementsBurst)).toEqual([]);
    mallory.drop();
  }
  const again = await fixture.joined('another', '2001:db8:0:7:ffff::1');
  // Joining takes a moment, and a little comes back in it.
  expect(addElements(again, 2_000)).toEqual(['rate.address']);
  const ann = await fixture.joined('another', '2001:db8:0:8::1');
  expect(addElements(ann, 5_000)).toEqual([]);
  fixture.clock.advance(100_000);
  expect(addElements(again, 20_000, 5_001)).toEqual([]);
});

test('[ADM-8] what the connections of one address send together has a bound, and pointers go on beyond it', async () => {
  const fixture = new HubFixture({ connectionsPerAddress: 200 });
  const send = async (): Promise<FakeClient> => {
    const client = await fixture.joined('room', '10.0.0.1');
    for (let sent = 0; sent < LIMITS.bytesBurst && client.refusals().length === 0; sent += LIMITS.messageBytes) {
      const n = ++client.n;
      client.push([n, encodeOps(client.clientId, [addStroke(client.clientId, n)])], LIMITS.messageBytes);
    }
    return client;
  };
  for (let sent = 0; sent < LIMITS.addressBytesBurst; sent += LIMITS.bytesBurst) expect((await send()).refusals()).toEqual([]);
  const last = await send();
  // A little came back while they joined.
  expect(last.refusals().map(([, code]) => code)).toEqual(['rate.address']);
  expect(last.closed).toBeUndefined();
  fixture.clock.advance(200);
  last.push([0, null, [7, 8]]);
  fixture.clock.advance(200);
  expect(last.frames().flatMap(({ cursors }) => cursors)).toMatchObject([{ x: 7, y: 8 }]);
});

test('[ADM-8] a batch that adds too much is refused before its ops are read', async () => {
  const fixture = new HubFixture();
  const mallory = await fixture.joined();
  addElements(mallory, LIMITS.elementsBurst);
  const unreadable = Array.from({ length: 2 }, () => [OpCode.add, 'no ordinal']);
  mallory.push([++mallory.n, unreadable]);
  fixture.clock.advance(1_000);
  mallory.push([++mallory.n, unreadable]);
  expect(mallory.refusals()).toEqual([
    [mallory.n - 1, 'rate.elements'],
    [mallory.n, 'op.malformed'],
  ]);
});

test('[ADM-7] an address whose connections were closed for floods joins no more for a while, and others do', async () => {
  const fixture = new HubFixture({ connectionsPerAddress: 200 });
  const flood = async (): Promise<void> => {
    const client = await fixture.joined('room', '10.0.0.1');
    for (let k = 0; k <= LIMITS.strikesBurst; k++) client.push([++client.n, 'no ops']);
    expect(client.closed).toBeDefined();
  };
  for (let k = 0; k < LIMITS.addressFloods; k++) await flood();
  // Joining takes a moment, and a little comes back in it.
  const more = async (): Promise<void> => {
    for (let k = 0; k < LIMITS.addressFloods; k++) await flood();
  };
  await expect(more()).rejects.toThrow('rate.address');
  await fixture.joined('room', '10.0.0.2');
  fixture.clock.advance(1_000);
  await fixture.joined('room', '10.0.0.1');
});

const weightOfElements = (elements: number): number => weightOf({ elements, pointBytes: 0, logBytes: 0 });

test('[ADM-9] when the memory for boards is used up nothing grows, small boards last, and a room that goes gives its part back', async () => {
  const maxBoardBytes = weightOfElements(20_000);
  const fixture = new HubFixture({ maxBoardBytes });
  const mallory = await fixture.joined('large');
  expect(addElements(mallory, 30_000)).toContain('server.full');
  const { boardBytes } = fixture.hub.counters();
  expect(boardBytes).toBeGreaterThan(maxBoardBytes * 0.8);
  expect(boardBytes).toBeLessThan(maxBoardBytes * 0.9);
  const ann = await fixture.joined('small');
  expect(addElements(ann, 100)).toEqual([]);
  // Many small boards end where the rest does.
  let refused: string | undefined;
  for (let i = 0; refused === undefined && i < 100; i++) {
    const crowd = fixture.connect();
    refused = await crowd.join({ room: `crowd-${i}` }).then(
      () => addElements(crowd, 150)[0] as string | undefined,
      (error: Error) => error.message.split(':')[0],
    );
  }
  expect(refused).toBe('server.full');
  expect(fixture.hub.counters().boardBytes).toBeLessThanOrEqual(maxBoardBytes);
  // A change that adds nothing is taken.
  ann.draw([{ kind: 'alive', ids: [`${ann.clientId}.1` as never], lamport: 999, alive: false }]);
  expect(ann.refusals()).toEqual([]);
  expect(fixture.hub.counters().boardBytes).toBeLessThanOrEqual(maxBoardBytes);
  fixture.everybodyLeaves();
  fixture.clock.advance(LIMITS.emptyRoomGraceMs + 10_000);
  await settled();
  expect(fixture.hub.counters()).toMatchObject({ rooms: 0, boardBytes: 0 });
});

test('[OPS-13] [ADM-9] a hub that another room has filled lets no board forget: what was removed can be brought back', async () => {
  const fixture = new HubFixture({ maxBoardBytes: weightOfElements(20_000) });
  const ann = await fixture.joined();
  expect(addElements(ann, 300)).toEqual([]);
  const removed = Array.from({ length: 200 }, (_, i) => elementId(ann.clientId, 1 + i));
  ann.draw([{ kind: 'alive', ids: removed, lamport: 1_000, alive: false }]);
  for (const room of ['flood-1', 'flood-2', 'flood-3']) {
    const mallory = fixture.connect();
    await mallory.join({ room });
    addElements(mallory, 20_000);
  }
  fixture.clock.advance(LIMITS.restMs);
  expect(addElements(ann, 1_000, 301)).toEqual(['server.full']);
  fixture.clock.advance(LIMITS.restMs);
  ann.draw([{ kind: 'alive', ids: removed, lamport: 1_001, alive: true }]);
  expect(ann.refusals().map(([, code]) => code)).toEqual(['server.full']);
});

test('[ADM-9] a stored board that does not fit is not opened, stays as it is, and opens when there is room', async () => {
  const rooms = new Map<RoomId, Kept>();
  const before = new HubFixture({ store: memoryStore(rooms) });
  const ann = await before.joined('kept');
  addElements(ann, 10_000);
  before.settle();
  await before.hub.close();
  const maxBoardBytes = weightOfElements(14_000);
  const after = new HubFixture({ store: memoryStore(rooms), maxBoardBytes });
  const other = await after.joined('other');
  addElements(other, 5_000);
  await expect(after.connect().join({ room: 'kept' })).rejects.toThrow(/^server\.full: /);
  expect(after.hub.counters().boardBytes).toBeLessThan(weightOfElements(6_000) * 1.3);
  after.everybodyLeaves();
  after.clock.advance(LIMITS.emptyRoomGraceMs + 10_000);
  await settled();
  expect((await after.connect().join({ room: 'kept' })).elements).toBe(10_000);
});

test('[ADM-10] guessing names of rooms costs; rooms that are open or stored do not', async () => {
  const rooms = new Map<RoomId, Kept>();
  const before = new HubFixture({ store: memoryStore(rooms) });
  for (let i = 0; i < 40; i++) {
    const ann = await before.joined(`kept-${i}`);
    ann.draw([addStroke(ann.clientId, 1)]);
  }
  before.settle();
  await before.hub.close();
  const fixture = new HubFixture({ store: memoryStore(rooms) });
  await fixture.joined('open');
  const mallory = fixture.connect();
  const visit = async (room: string): Promise<void> => {
    await mallory.join({ room });
    mallory.call('leave', []);
    fixture.clock.advance(10);
  };
  for (let i = 0; i < 40; i++) await visit(`kept-${i}`);
  for (let i = 0; i < 40; i++) await visit('open');
  for (let i = 0; i < LIMITS.newRoomsBurst; i++) await visit(`guess-${i}`);
  await expect(visit('guess')).rejects.toThrow(/^rate\.rooms: /);
  fixture.clock.advance(2_000);
  await visit('guess');
});

test('[ADM-10] an address opens as many new rooms as it may have connections, whatever connections it uses', async () => {
  const fixture = new HubFixture({ connectionsPerAddress: 30 });
  for (let i = 0; i < 30; i++) {
    const client = fixture.connect('10.0.0.1');
    await client.join({ room: `room-${i}` });
    client.drop();
  }
  await expect(fixture.connect('::ffff:10.0.0.1').join({ room: 'room-30' })).rejects.toThrow(/^rate\.rooms: /);
  await fixture.joined('room-31', '10.0.0.2');
});

test('[CLS-4] when the table of rooms is full an empty room in which nobody drew makes way, and one with a drawing does not', async () => {
  const fixture = new HubFixture({ maxRooms: 3 });
  const ann = await fixture.joined('drawn');
  ann.draw([addStroke(ann.clientId, 1)]);
  ann.drop();
  (await fixture.joined('undrawn-1')).drop();
  fixture.clock.advance(10);
  (await fixture.joined('undrawn-2')).drop();
  await fixture.joined('third');
  await fixture.joined('fourth');
  expect(fixture.hub.counters().rooms).toBe(3);
  await expect(fixture.joined('fifth')).rejects.toThrow(/^server\.rooms_full: /);
  expect((await fixture.connect().join({ room: 'drawn' })).elements).toBe(1);
});

test('[CLS-4] an empty room that a store holds makes way when the memory is full', async () => {
  const rooms = new Map<RoomId, Kept>();
  const fixture = new HubFixture({ store: memoryStore(rooms), maxBoardBytes: 2.5 * ROOM_BYTES });
  const ann = await fixture.joined('one');
  ann.draw([addStroke(ann.clientId, 1)]);
  fixture.settle();
  await settled();
  ann.drop();
  await fixture.joined('two');
  await expect(fixture.joined('three')).rejects.toThrow(/^server\.full: /);
  await settled();
  await fixture.joined('three');
});

test('[SAVE-6] a room in which nobody draws leaves nothing in the store; one batch makes it last', async () => {
  const rooms = new Map<RoomId, Kept>();
  const fixture = new HubFixture({ store: memoryStore(rooms) });
  await fixture.joined('undrawn');
  const ann = fixture.connect();
  const { epoch } = await ann.join({ room: 'drawn' });
  ann.draw([addStroke(ann.clientId, 1)]);
  fixture.settle();
  await settled();
  const written = (): string[] => [...rooms].filter(([, { snapshot }]) => snapshot !== undefined).map(([room]) => room);
  expect(written()).toEqual(['drawn']);
  // It ends without a word; the log follows the snapshot of the empty room.
  expect(rooms.get('drawn' as RoomId)?.log).toHaveLength(1);
  expect(await new HubFixture({ store: memoryStore(rooms) }).connect().join({ room: 'drawn' })).toMatchObject({
    epoch,
    elements: 1,
  });
  await fixture.hub.close();
  expect(written()).toEqual(['drawn']);
});

test('[SAVE-6] a store that fails at the first batch is tried again, and then has the epoch before the batch', async () => {
  const rooms = new Map<RoomId, Kept>();
  let failures = 2;
  const inner = memoryStore(rooms);
  const fixture = new HubFixture({
    store: {
      mode: 'lmdb',
      async open(room) {
        const stored = await inner.open(room);
        const compact: typeof stored.writer.compact = async (snapshot, position) => {
          if (failures-- > 0) throw new Error('the disk is full');
          await stored.writer.compact(snapshot, position);
        };
        return { ...stored, writer: { ...stored.writer, compact } };
      },
    },
  });
  const ann = await fixture.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  await settled();
  expect(ann.notices()).toEqual([{ kind: 'readOnly', code: 'room.read_only' }]);
  for (let i = 0; i < 3; i++) {
    fixture.clock.advance(5_000);
    await settled();
  }
  expect(ann.notices().at(-1)).toMatchObject({ kind: 'persistence' });
  expect(rooms.get('room-1' as RoomId)).toMatchObject({ log: [{ firstSeq: 1 }] });
  expect(rooms.get('room-1' as RoomId)?.snapshot).toBeDefined();
});

test('a network is an IPv4 address or a /64, however it is written', () => {
  expect(networkOf('203.0.113.9')).toBe('203.0.113.9');
  expect(networkOf('::ffff:203.0.113.9')).toBe('203.0.113.9');
  expect(networkOf('2001:DB8:0:7::1')).toBe(networkOf('2001:db8:0000:0007:1:2:3:4'));
  expect(networkOf('2001:db8:0:7::1')).not.toBe(networkOf('2001:db8:0:8::1'));
  expect(networkOf('fe80::1%eth0')).toBe(networkOf('fe80::2'));
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
});

test('budgets of addresses are forgotten when they are full again, and their number is bounded', () => {
  const budgets = new AddressBudgets(10);
  for (let i = 0; i < 30_000; i++) {
    budgets.came(`a${i}`, 0);
    budgets.left(`a${i}`, 0);
  }
  expect(budgets.size).toBeLessThan(20_005);
  budgets.came('b', 100_001);
  expect(budgets.size).toBe(1);
});
