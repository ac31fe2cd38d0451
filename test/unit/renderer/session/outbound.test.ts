import { expect, test } from 'vitest';
import { type ClientId, elementId } from '../../../../core/board/ids.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { packValue } from '../../../../core/wire/msgpack.ts';
import { Outbound } from '../../../../renderer/session/outbound.ts';
import { Outbox } from '../../../../renderer/session/outbox.ts';
import { FakeClock } from './fake-clock.ts';

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
    isReady: () => true,
    isDrawing: () => false,
    push: (args) => {
      messages++;
      sent += packValue(args).length;
      worst = Math.max(worst, sent - (LIMITS.bytesBurst + ((clock.mono() - start) / 1_000) * LIMITS.bytesPerSecond));
      // Answered at once: nothing but the pace holds it back.
      const last = (args[0] as number) + Math.max(0, args.length - 3);
      for (const batch of outbox.entries()) if (batch.n <= last) outbox.seen(batch, { origin: HUB, seq: batch.n }, clock.mono());
      outbox.durable(HUB, last);
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
    isReady: () => true,
    isDrawing: () => false,
    push: (args) => {
      sent += packValue(args).length;
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
    isReady: () => true,
    isDrawing: () => false,
    push: () => at.push(clock.mono() - start),
  });
  outbound.pause(1_000);
  outbox.add([{ kind: 'end', id: elementId(ANA, 1), count: 0 }], 0);
  outbound.kick(true);
  outbound.pointAt({ x: 1, y: 1 });
  clock.advance(5_000);
  expect(at).toEqual([1_000]);
  outbound.dispose();
  expect(clock.pending).toBe(0);
});
