import { expect, test } from 'vitest';
import { type ClientId, elementId } from '../../../../../core/board/ids.ts';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import { packValue } from '../../../../../core/wire/msgpack.ts';
import { Outbound } from '../../../../../renderer/session/writing/outbound.ts';
import { Outbox } from '../../../../../renderer/session/writing/outbox.ts';
import { TokenBucket } from '../../../../../server/hub/admission/token-bucket.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { addStroke } from '../../../server/hub/ink.ts';

const ANA = 'ana________' as ClientId;
const HUB = 'hub________' as never;

test('however much there is to send, the pace stays below what the hub allows', () => {
  const clock = new FakeClock();
  const outbox = new Outbox(ANA);
  let sent = 0;
  let worst = 0;
  let messages = 0;
  const start = clock.mono();
  const outbound = new Outbound({
    clock,
    outbox,
    drafts: { isDrawing: () => false },
    saving: { accepted: () => false },
    link: {
      takesBatches: true,
      push: (args) => {
        messages++;
        sent += packValue(args).length;
        worst = Math.max(worst, sent - (LIMITS.bytesBurst + ((clock.mono() - start) / 1_000) * LIMITS.bytesPerSecond));
        // Answered at once: nothing but the pace holds it back.
        const last = (args[0] as number) + Math.max(0, args.length - 3);
        for (const batch of outbox.entries())
          if (batch.n <= last) outbox.seen(batch, { origin: HUB, seq: batch.n }, clock.mono());
        outbox.durable(HUB, last);
      },
    },
  });
  const total = 1_000;
  for (let k = 1; k <= total; k++) {
    outbox.add([{ kind: 'append', id: elementId(ANA, k), offset: 0, chunk: new Uint8Array(14_000) }], 0);
  }
  outbound.kick();
  clock.advance(60_000);
  expect(sent).toBeGreaterThan(total * 14_000);
  expect(worst).toBeLessThanOrEqual(0);
  expect(messages / 60).toBeLessThan(LIMITS.messagesPerSecond);
});

test('beyond the window nothing leaves until something is answered', () => {
  const clock = new FakeClock();
  const outbox = new Outbox(ANA);
  let sent = 0;
  const outbound = new Outbound({
    clock,
    outbox,
    drafts: { isDrawing: () => false },
    saving: { accepted: () => false },
    link: {
      takesBatches: true,
      push: (args) => {
        sent += packValue(args).length;
      },
    },
  });
  for (let k = 1; k <= 100; k++) {
    outbox.add([{ kind: 'append', id: elementId(ANA, k), offset: 0, chunk: new Uint8Array(14_000) }], 0);
  }
  outbound.kick();
  clock.advance(10_000);
  const held = sent;
  expect(held).toBeLessThan(400_000);
  expect(held).toBeGreaterThan(200_000);
  for (const batch of outbox.entries().slice(0, 10)) outbox.seen(batch, { origin: HUB, seq: batch.n }, clock.mono());
  outbound.kick();
  clock.advance(1_000);
  expect(sent).toBeGreaterThan(held);
});

test('while the hub wants a rest nothing leaves, and then everything does', () => {
  const clock = new FakeClock();
  const outbox = new Outbox(ANA);
  const at: number[] = [];
  const start = clock.mono();
  const outbound = new Outbound({
    clock,
    outbox,
    drafts: { isDrawing: () => false },
    saving: { accepted: () => false },
    link: { takesBatches: true, push: () => at.push(clock.mono() - start) },
  });
  outbound.pause(1_000);
  outbox.add([{ kind: 'end', id: elementId(ANA, 1), count: 0 }], 0);
  outbound.kick(true);
  outbound.pointAt({ x: 1, y: 1 });
  clock.advance(5_000);
  expect(at).toEqual([1_000]);
  outbound.dispose();
  expect(clock.timers).toBe(0);
});

test('[ADM-8] a board of 100,000 elements leaves at a pace that the hub takes, within a minute', () => {
  const clock = new FakeClock();
  const outbox = new Outbox(ANA);
  const bucket = new TokenBucket(LIMITS.elementsPerSecond, LIMITS.elementsBurst, clock.mono());
  let refused = 0;
  let arrived = 0;
  let doneAt = 0;
  const start = clock.mono();
  const outbound = new Outbound({
    clock,
    outbox,
    drafts: { isDrawing: () => false },
    saving: { accepted: () => false },
    link: {
      takesBatches: true,
      push: (args) => {
        const last = (args[0] as number) + Math.max(0, args.length - 3);
        for (const batch of outbox.entries()) {
          if (batch.n > last) break;
          if (!bucket.take(batch.ops.length, clock.mono())) refused++;
          arrived += batch.ops.length;
          outbox.seen(batch, { origin: HUB, seq: batch.n }, clock.mono());
        }
        outbox.durable(HUB, last);
        doneAt = clock.mono() - start;
      },
    },
  });
  for (let k = 0; k < LIMITS.elementsPerBoard; k += 200) {
    outbox.add(
      Array.from({ length: 200 }, (_, i) => addStroke(ANA, k + i)),
      0,
    );
  }
  outbound.kick();
  clock.advance(120_000);
  expect(arrived).toBe(LIMITS.elementsPerBoard);
  expect(refused).toBe(0);
  expect(doneAt).toBeLessThan(60_000);
});

test('[ADM-11] after "not now" one batch at a time leaves, until one that left later is accepted', () => {
  const clock = new FakeClock();
  const outbox = new Outbox(ANA);
  const sent: number[] = [];
  let isFull = true;
  const outbound: Outbound = new Outbound({
    clock,
    outbox,
    drafts: { isDrawing: () => false },
    saving: { accepted: () => false },
    link: {
      takesBatches: true,
      push: (args) => {
        const first = args[0] as number;
        const count = args.length < 4 ? 1 : args.length - 2;
        sent.push(count);
        const at = clock.mono();
        clock.after(50, () => {
          for (let n = first; n < first + count; n++) {
            if (isFull) {
              outbox.tryAgain(n);
              outbound.hold(4_000);
              continue;
            }
            const batch = outbox.entries().find((entry) => entry.n === n);
            if (batch) outbox.seen(batch, { origin: HUB, seq: n }, clock.mono());
            outbox.durable(HUB, n);
            outbound.answered(clock.mono() - at);
          }
          if (outbox.hasWaiting) outbound.kick();
        });
      },
    },
  });
  for (let k = 1; k <= 3_000; k++) outbox.add([addStroke(ANA, k)], 0);
  outbound.kick();
  clock.advance(60_000);
  // What was on its way at the first refusal, and then one every four seconds.
  expect(sent.slice(0, 4).reduce((sum, count) => sum + count)).toBeLessThan(260);
  expect(sent.slice(4).every((count) => count === 1)).toBe(true);
  expect(sent.length).toBeLessThan(20);
  expect(outbox.size).toBe(3_000);
  isFull = false;
  clock.advance(30_000);
  expect(outbox.size).toBe(0);
  expect(Math.max(...sent.slice(-20))).toBe(LIMITS.batchesPerPush);
});
