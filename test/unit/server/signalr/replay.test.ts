import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countMessage,
  goOnFrom,
  NOTHING_RECEIVED,
  type ReceivedCount,
} from '../../../../server/signalr/resume/received-count.ts';
import { ReplayBuffer } from '../../../../server/signalr/resume/replay-buffer.ts';

const PLACE = Uint8Array.of(0xff, 0xff, 0xff);
const bytes = (n: number): Uint8Array => Uint8Array.of(n >> 8, n & 0xff);
const numberIn = (message: Uint8Array): number => ((message[0] ?? 0) << 8) | (message[1] ?? 0);

/** What the socket is given from here on. */
function handOver(buffer: ReplayBuffer): Uint8Array[] {
  const messages: Uint8Array[] = [];
  for (let next = buffer.takeNext(); next !== undefined; next = buffer.takeNext()) messages.push(next);
  return messages;
}

describe('the replay buffer', () => {
  test('[92] begins with the first unacknowledged message, or with the next when there is none', () => {
    const buffer = new ReplayBuffer(PLACE);
    expect(buffer.first).toBe(1);
    for (let n = 1; n <= 4; n++) buffer.push(bytes(n));
    buffer.acknowledge(1);
    expect(buffer.first).toBe(2);
    buffer.acknowledge(4);
    expect(buffer.first).toBe(5);
    expect(handOver(buffer)).toEqual([]);
    expect(buffer.bytes).toBe(0);
  });

  test('takes an Ack of more than was sent for all of it, and an older one for nothing', () => {
    const buffer = new ReplayBuffer(PLACE);
    for (let n = 1; n <= 3; n++) buffer.push(bytes(n));
    buffer.acknowledge(2);
    buffer.acknowledge(1);
    buffer.acknowledge(2);
    expect(handOver(buffer).map(numberIn)).toEqual([3]);
    buffer.acknowledge(99);
    expect(buffer.first).toBe(4);
  });

  test('counts its bytes, whatever comes and is acknowledged in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant('push' as const), fc.nat(60)), { maxLength: 200 }), (steps) => {
        const buffer = new ReplayBuffer(PLACE);
        const kept: number[] = [];
        let sent = 0;
        for (const step of steps) {
          if (step === 'push') {
            sent++;
            buffer.push(bytes(sent));
            kept.push(sent);
          } else {
            buffer.acknowledge(step);
            while ((kept[0] ?? Number.POSITIVE_INFINITY) <= step) kept.shift();
          }
          expect(buffer.bytes).toBe(kept.length * 2);
          expect(buffer.count).toBe(kept.length);
          expect(buffer.first).toBe(kept[0] ?? sent + 1);
        }
        expect(handOver(buffer).map(numberIn)).toEqual(kept);
      }),
      { numRuns: 300 },
    );
  });
});

describe('counting what has come', () => {
  test('[99] goes on only from a number that leaves no hole', () => {
    const count: ReceivedCount = { next: 4, highest: 3 };
    expect(goOnFrom(count, 5)).toBeUndefined();
    expect(goOnFrom(count, 0)).toBeUndefined();
    expect(goOnFrom(count, -1)).toBeUndefined();
    expect(goOnFrom(count, 4)).toEqual({ next: 4, highest: 3 });
    expect(goOnFrom(count, 1)).toEqual({ next: 1, highest: 3 });
  });
});

test('what was replayed keeps its place until something newer is acknowledged, and only its place', () => {
  const buffer = new ReplayBuffer(PLACE);
  for (let n = 1; n <= 3; n++) buffer.push(bytes(n));
  buffer.rewind();
  expect(handOver(buffer).map(numberIn)).toEqual([1, 2, 3]);
  buffer.push(bytes(4));
  buffer.acknowledge(2);
  expect(buffer.first).toBe(1);
  expect(buffer.bytes).toBe(10);
  buffer.rewind();
  expect(handOver(buffer)).toEqual([PLACE, PLACE, bytes(3), bytes(4)]);
  buffer.push(bytes(5));
  buffer.acknowledge(5);
  expect([buffer.first, buffer.bytes, buffer.count]).toEqual([6, 0, 0]);
});

test('gives out once what leans on the bytes of somebody else, made again, and lets go of it when it has arrived or all is over', () => {
  const buffer = new ReplayBuffer(PLACE);
  const released: number[] = [];
  const lean = (n: number) => ({ length: 1_000, make: () => bytes(n), release: () => void released.push(n) });
  buffer.push(bytes(1));
  for (let n = 2; n <= 4; n++) buffer.push(lean(n));
  expect([buffer.bytes, buffer.referencedBytes]).toEqual([2, 3_000]);
  expect(handOver(buffer).map(numberIn)).toEqual([1, 2, 3, 4]);
  buffer.acknowledge(2);
  expect(released).toEqual([2]);
  buffer.rewind();
  // It was replayed, so that only its place stays.
  buffer.acknowledge(3);
  expect(released).toEqual([2, 3]);
  expect([buffer.bytes, buffer.referencedBytes]).toEqual([PLACE.length, 1_000]);
  expect(handOver(buffer)).toEqual([PLACE, bytes(4)]);
  buffer.clear();
  expect(released).toEqual([2, 3, 4]);
  expect([buffer.bytes, buffer.referencedBytes, buffer.hasNext]).toEqual([0, 0, false]);
});

/** What came out at one end. */
class Arrivals {
  readonly got: number[] = [];
  received: ReceivedCount = NOTHING_RECEIVED;

  take(message: Uint8Array): void {
    const { count, isNew } = countMessage(this.received);
    this.received = count;
    if (isNew) this.got.push(numberIn(message));
  }
}

/** The sending half of the stock client (reference 6.5), which drops what is acknowledged at once. */
class ClientBuffer {
  first = 1;
  #messages: Uint8Array[] = [];
  push(message: Uint8Array): void {
    this.#messages.push(message);
  }
  acknowledge(upTo: number): void {
    while (this.first <= upTo && this.#messages.length > 0) {
      this.#messages.shift();
      this.first++;
    }
  }
  /** Up to this number it was put on the wire there is. */
  #handed = 0;
  rewind(): void {
    this.#handed = this.first - 1;
  }
  takeNext(): Uint8Array | undefined {
    const next = Math.max(this.#handed + 1, this.first);
    const message = this.#messages[next - this.first];
    if (message !== undefined) this.#handed = next;
    return message;
  }
}

const STEP = fc.record({
  what: fc.constantFrom('send', 'send', 'send', 'hand', 'hand', 'carry', 'carry', 'ack', 'break'),
  to: fc.constantFrom('client', 'server'),
  count: fc.integer({ min: 1, max: 5 }),
});

test('[93][94] our end and a stock client lose nothing and double nothing, wherever and whenever a line breaks', () => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 300 }), (steps) => {
      const way = (sent: ReplayBuffer | ClientBuffer) => ({ sent, wire: [] as Uint8Array[], end: new Arrivals(), total: 0 });
      const ways = { client: way(new ReplayBuffer(PLACE)), server: way(new ClientBuffer()) };
      const reattach = (): void => {
        // The client refuses a number beyond what it has counted on the socket before.
        const { client, server } = ways;
        expect(client.sent.first).toBeLessThanOrEqual(client.end.received.next);
        client.end.received = { ...client.end.received, next: client.sent.first };
        const goesOn = goOnFrom(server.end.received, server.sent.first);
        expect(goesOn).toBeDefined();
        server.end.received = goesOn ?? server.end.received;
        // What was on its way is gone, and what is kept goes out as the new socket takes it.
        for (const one of [client, server]) {
          one.wire = [];
          one.sent.rewind();
        }
      };
      const hand = (to: 'client' | 'server', count: number): void => {
        for (let n = 0; n < count; n++) {
          const message = ways[to].sent.takeNext();
          if (message === undefined) return;
          ways[to].wire.push(message);
        }
      };
      const carry = (to: 'client' | 'server', count: number): void => {
        for (const message of ways[to].wire.splice(0, count)) ways[to].end.take(message);
      };
      for (const { what, to, count } of steps) {
        const one = ways[to];
        if (what === 'break') reattach();
        else if (what === 'carry') carry(to, count);
        else if (what === 'hand') hand(to, count);
        else if (what === 'ack') one.sent.acknowledge(one.end.received.highest);
        else {
          one.sent.push(bytes(++one.total));
        }
      }
      reattach();
      for (const to of ['client', 'server'] as const) {
        hand(to, Number.POSITIVE_INFINITY);
        carry(to, Number.POSITIVE_INFINITY);
        expect(ways[to].end.got).toEqual(Array.from({ length: ways[to].total }, (_, n) => n + 1));
      }
    }),
    { numRuns: 1_000 },
  );
});
