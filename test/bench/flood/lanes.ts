import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { HUB_PATH } from '../../../core/contract/hub-contract.ts';
import { visitHubMessages } from '../fanout/dialect-inkroom.ts';
import { clientFrame, openRawSocket, type RawSocket } from '../fanout/raw-socket.ts';
import type { FloodPlan } from './messages.ts';

/** Bytes that wait in one connection until the hub has taken the ones before. */
const BACKLOG_BYTES = 256 * 1024;
/** Somebody who was refused comes again, milliseconds. */
const AGAIN_MS = 10;
/** Between two looks at whether the hub has taken what was sent, milliseconds. */
const LOOK_MS = 2;
const HANDSHAKE = clientFrame('{"protocol":"messagepack","version":1}\u001e');
const RECORD_END = 0x1e;
const COMPLETION = 3;

/** The flood is over, or the hub has closed the connection. */
export class Over extends Error {}

/** One connection of the flooder. */
export interface Line {
  /** Waits while the hub does not take what was sent. Rejects with `Over`. */
  send(frame: Buffer): Promise<void>;
  /** The hub's answer to the call of that id, when there is one. */
  answered(id: string): Promise<void>;
  /** Until the end of the flood or of the connection. */
  hold(): Promise<never>;
}

/** What came of one way of flooding, and what ends it. */
export class Flood {
  readonly #port: number;
  readonly #address: string;
  readonly #ends: number;
  readonly #open = new Set<{ close(): void }>();
  opened = 0;
  ended = 0;
  sentBytes = 0;

  constructor({ port, address, ms }: FloodPlan) {
    this.#port = port;
    this.#address = address;
    this.#ends = performance.now() + ms;
  }

  get isOver(): boolean {
    return performance.now() >= this.#ends;
  }

  /** So many at a time, each again and again until the time is over. */
  async run(lanes: number, attack: (flood: Flood, lane: number) => Promise<void>): Promise<void> {
    const lane = async (no: number): Promise<void> => {
      while (!this.isOver) {
        await attack(this, no).catch(() => undefined);
        if (this.isOver) return;
        this.ended++;
        await wait(AGAIN_MS);
      }
    };
    const all = Promise.all(Array.from({ length: lanes }, (_, no) => lane(no)));
    await wait(this.#ends - performance.now());
    for (const one of this.#open) one.close();
    await all;
  }

  #check(socket: { readonly isEnded: boolean }): void {
    if (socket.isEnded || this.isOver) throw new Over();
  }

  async #drained(isEnded: () => boolean, backlog: () => number): Promise<void> {
    while (backlog() > BACKLOG_BYTES) {
      await wait(LOOK_MS);
      this.#check({ isEnded: isEnded() });
    }
    this.#check({ isEnded: isEnded() });
  }

  async #until(holds: () => boolean, isEnded: () => boolean): Promise<void> {
    while (!holds()) {
      await wait(LOOK_MS);
      this.#check({ isEnded: isEnded() });
    }
  }

  /** A WebSocket that has shaken hands. */
  async line(): Promise<Line> {
    const answers = new Set<unknown>();
    let isEnded = false;
    let isShaken = false;
    const socket: RawSocket = await openRawSocket({
      port: this.#port,
      path: HUB_PATH,
      localAddress: this.#address,
      onEnd: () => {
        isEnded = true;
        this.#open.delete(socket);
      },
      onMessage: (bytes, start, end) => {
        const from = isShaken ? start : bytes.indexOf(RECORD_END, start) + 1;
        isShaken = true;
        visitHubMessages(bytes, from, end, (message) => {
          if (message[0] === COMPLETION) answers.add(message[2]);
        });
      },
    });
    this.opened++;
    this.#open.add(socket);
    const send = (frame: Buffer): Promise<void> => {
      socket.send(frame);
      this.sentBytes += frame.length;
      return this.#drained(
        () => isEnded,
        () => socket.backlog,
      );
    };
    await send(HANDSHAKE);
    return {
      send,
      answered: (id) =>
        this.#until(
          () => answers.delete(id),
          () => isEnded,
        ),
      hold: () =>
        this.#until(
          () => false,
          () => isEnded,
        ).then(() => {
          throw new Over();
        }),
    };
  }

  /** Plain HTTP: writes all of it and never reads. */
  async http(bytes: Buffer): Promise<void> {
    const socket = net.connect({ port: this.#port, host: '127.0.0.1', localAddress: this.#address });
    let isEnded = false;
    const closer = { close: () => socket.destroy() };
    this.#open.add(closer);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      isEnded = true;
      this.#open.delete(closer);
    });
    this.opened++;
    socket.write(bytes);
    this.sentBytes += bytes.length;
    try {
      await this.#until(
        () => false,
        () => isEnded,
      );
    } finally {
      socket.destroy();
    }
  }
}
