import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { LogFields } from '../../core/base/host.ts';
import { newRoomId, type RoomId } from '../../core/board/ids.ts';
import { formatRoomLink } from '../../core/contract/access/room-link.ts';
import type { TracedBatch } from '../../core/contract/tracing/trace-records.ts';
import { OtlpExporter } from '../../server/adapters/otlp/otlp-exporter.ts';
import type { TraceListener } from '../../server/ports/tracing.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { joinAsGuest } from '../support/guest.ts';
import { draw } from '../unit/renderer/session/world.ts';
import { liveHub } from './live-hub.ts';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

/** A collector. `answers`: the status of each answer, the last one again and again. */
async function collector(...answers: number[]) {
  const bodies: { readonly path: string | undefined; readonly text: string }[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      bodies.push({ path: request.url, text });
      response.writeHead((answers.length > 1 ? answers.shift() : answers[0]) ?? 200).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const spans = (): Span[] => bodies.flatMap(({ text }) => JSON.parse(text).resourceSpans[0].scopeSpans[0].spans as Span[]);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies, spans };
}

test('[TRC-1] with --otlp a collector gets the way of batches as spans, without names and without the key to the room', async () => {
  const { url, bodies, spans } = await collector(200);
  const hub = await liveHub({ otlp: url });
  onTestFinished(() => hub.stop());
  const room = newRoomId(nodeRandom);
  const session = joinAsGuest(formatRoomLink({ server: hub.server, room }), 'Ann of secrets');
  onTestFinished(() => session.dispose());
  await eventually(() => expect(session.status().state.phase).toBe('live'));
  const whole = await vi.waitFor(
    () => {
      draw(session, 1);
      const root = spans().find(
        ({ name, traceId }) =>
          name === 'inkroom batch' && spans().some((one) => one.traceId === traceId && one.name === 'inkroom outbox'),
      );
      if (!root) throw new Error('not yet');
      return spans().filter(({ traceId }) => traceId === root.traceId);
    },
    { timeout: 20_000, interval: 200 },
  );
  expect(bodies[0]?.path).toBe('/v1/traces');
  const [root, ...steps] = whole;
  expect(root?.parentSpanId).toBeUndefined();
  expect(steps.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['inkroom outbox', 'inkroom socket', 'inkroom instance', 'inkroom frame']),
  );
  for (const step of steps) {
    expect(step).toMatchObject({
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      parentSpanId: root?.spanId,
    });
    expect(BigInt(step.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(root?.startTimeUnixNano ?? 0));
    expect(BigInt(step.endTimeUnixNano)).toBeLessThanOrEqual(BigInt(root?.endTimeUnixNano ?? 0));
  }
  expect(new Set(whole.map(({ spanId }) => spanId)).size).toBe(whole.length);
  expect(root?.attributes).toContainEqual({ key: 'inkroom.author', value: { stringValue: session.clientId } });
  const everything = bodies.map(({ text }) => text).join('');
  expect(everything).not.toContain(room);
  expect(everything).not.toContain('secrets');
  expect(JSON.parse(bodies[0]?.text ?? '').resourceSpans[0].resource.attributes[0]).toEqual({
    key: 'service.name',
    value: { stringValue: 'inkroom' },
  });
});

const BATCH: TracedBatch = {
  kind: 'batch',
  trace: '4bf92f3577b34da6a3ce929d0e0e4736' as TracedBatch['trace'],
  who: 'AAAAAAAAAAA' as TracedBatch['who'],
  n: 1,
  origin: 'BBBBBBBBBBB' as TracedBatch['origin'],
  seq: 1,
  at: 1_764_000_000_000,
  bytes: 9,
  spans: [],
};

/** An exporter whose hub and clock are the test's. */
function exporter(url: string) {
  const clock = new FakeClock();
  const logged: { readonly event: string; readonly fields: LogFields }[] = [];
  const record = (event: string, fields: LogFields = {}): void => void logged.push({ event, fields });
  let listener: TraceListener = () => undefined;
  const exports = new OtlpExporter(
    {
      url,
      service: { instance: 'test', version: '1' },
      tagOf: () => 'tag',
      clock,
      random: nodeRandom,
      log: { debug: record, info: record, warn: record, error: record },
    },
    {
      watchAll: (given) => {
        listener = given;
        return { dispose: () => undefined };
      },
    },
  );
  const follow = (batches: number): void =>
    listener(
      Array.from({ length: batches }, () => BATCH),
      'room-1' as RoomId,
    );
  return { exports, clock, logged, follow };
}

test('a collector that is busy gets the spans later, once; one that refuses them gets no more of them; each is logged once', async () => {
  const { url, spans, bodies } = await collector(503, 503, 200, 400, 200);
  const { exports, clock, logged, follow } = exporter(url);
  follow(3);
  for (let answered = 1; answered <= 3; answered++) {
    await eventually(() => {
      clock.advance(2_000);
      expect(bodies.length).toBeGreaterThanOrEqual(answered);
    });
  }
  await eventually(() => expect(logged.map(({ event }) => event)).toEqual(['otlp.failed', 'otlp.works_again']));
  expect(logged[0]?.fields).toMatchObject({ reason: 503 });
  expect(spans()).toHaveLength(9);
  follow(1);
  await eventually(() => {
    clock.advance(2_000);
    expect(logged.at(-1)).toMatchObject({ event: 'otlp.failed', fields: { reason: 400 } });
  });
  follow(1);
  await eventually(() => {
    clock.advance(2_000);
    expect(logged.at(-1)).toEqual({ event: 'otlp.works_again', fields: { dropped: 1 } });
  });
  follow(2);
  await exports.close();
  // Twice for nothing, once taken, one refused, one taken, and the last two at the end.
  expect(spans()).toHaveLength(9 + 1 + 1 + 2);
});

test('a collector that is not there costs a bounded memory and no hub', async () => {
  const { exports, clock, logged, follow } = exporter('http://127.0.0.1:9');
  for (let i = 0; i < 300; i++) follow(100);
  await eventually(() => {
    clock.advance(2_000);
    expect(logged).toMatchObject([{ event: 'otlp.failed', fields: { target: '127.0.0.1:9' } }]);
  });
  await exports.close();
});
