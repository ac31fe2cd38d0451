import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';
import type { RoomId } from '../../core/board/ids.ts';
import type { TraceRecord } from '../../core/contract/tracing/trace-records.ts';
import type { Tracing } from '../ports/tracing.ts';

/** One record in a line of JSON. An empty line says only that the hub is there. */
export const TRACE_TYPE = 'application/x-ndjson';
/** A proxy that waits for the end of the answer would never pass it on. */
export function sendStream(reply: FastifyReply, stream: Readable): FastifyReply {
  return reply.header('x-accel-buffering', 'no').type(TRACE_TYPE).send(stream);
}

/** Operators who follow rooms at a time. */
const MOST_STREAMS = 16;
/** Bytes that wait for a slow reader. Records beyond it are dropped. */
const MOST_WAITING = 512 * 1024;
/** Interval of the empty lines, milliseconds. */
const ALIVE_MS = 10_000;

/** [TRC-1] The trace of rooms as endless answers to HTTP requests. The caller has decided who may read it. */
export class TraceStreams {
  readonly #tracing: Tracing;
  readonly #clock: Clock;
  #open = 0;

  constructor(tracing: Tracing, clock: Clock) {
    this.#tracing = tracing;
    this.#clock = clock;
  }

  /** It ends when its reader goes. Undefined: as many as may are open. */
  open(room: RoomId): Readable | undefined {
    if (this.#open >= MOST_STREAMS) return undefined;
    let alive: Disposable | undefined;
    const stream = new Readable({
      read() {},
      destroy: (error, done) => {
        this.#open--;
        alive?.dispose();
        watch?.dispose();
        done(error);
      },
    });
    this.#open++;
    let dropped = 0;
    const write = (record: TraceRecord): void => void stream.push(`${JSON.stringify(record)}\n`);
    const watch = this.#tracing.watch(room, (records) => {
      for (const record of records) {
        if (stream.readableLength > MOST_WAITING) dropped++;
        else write(record);
      }
      const [first] = records;
      if (dropped === 0 || first === undefined || stream.readableLength > MOST_WAITING) return;
      const instance = first.kind === 'batch' ? first.origin : first.instance;
      write({ kind: 'unlisted', at: this.#clock.now(), instance, messages: dropped });
      dropped = 0;
    });
    if (watch === undefined) {
      stream.destroy();
      return undefined;
    }
    const stayAlive = (): void => {
      stream.push('\n');
      alive = this.#clock.after(ALIVE_MS, stayAlive);
    };
    stayAlive();
    return stream;
  }
}
