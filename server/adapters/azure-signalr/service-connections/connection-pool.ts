import { ConnectionType } from '@inkroom/azure-signalr/protocol/service-codes';
import type { Disposable, Random } from '@inkroom/signalr/host';
import type { WebSocket } from 'ws';
import { reasonOf } from '../../../../core/base/reason-of.ts';
import { AzureLogEvent } from '../azure-log-events.ts';
import type { Dial } from './dial.ts';
import { redialWaitMs } from './redial-wait.ts';
import { ServiceClock } from './service-clock.ts';
import { type LineOwner, ServiceConnection } from './service-connection.ts';

/** Server connections of one hub in one process (reference 5.1). */
const FIXED_LINES = 5;
/** Most connections that the service may request: each costs a socket here and a connection there. */
const ON_DEMAND_LINES = 20;
const SWEEP_MS = 1_000;
/** A connection that ends sooner than this had a short life. Repeated short lives lead to a backoff: see `#refill`. */
const SHORT_LIFE_MS = 1_000;
const FINACK_WAIT_MS = 5_000;
const CLOSE_WAIT_MS = 2_000;

export interface PoolOwner extends Omit<LineOwner, 'gone' | 'answered'> {
  readonly random: Random;
  readonly dial: Dial;
  /** A connection is open again after there was none. */
  online(): void;
  /** An open connection has ended. */
  lost(line: ServiceConnection): void;
  /** Every second while the pool lives. */
  swept(now: number): void;
}

/** A quota of the service that is used up. */
export type ServiceQuota = 'messages' | 'connections';

/** Azure refuses the handshake with `Maximum message count limit reached: 20000`, and an upgrade with 429. */
function quotaIn(why: string, status: number | undefined): ServiceQuota | undefined {
  if (/message count/i.test(why)) return 'messages';
  return status === 429 || /connection count/i.test(why) ? 'connections' : undefined;
}

/** How a connection ended. `failed`: it never opened. */
type ConnectionEnding = 'failed' | 'shortLife' | 'longLife';

/** `leaving`: no more connections are opened. */
type Phase = 'serving' | 'leaving' | 'closed';

/**
 * Keeps five server connections open permanently. While opening fails, only one attempt is made at a time, and the others wait
 * for its success (reference 5.5).
 */
export class ConnectionPool {
  readonly #owner: PoolOwner;
  readonly #serviceClock: ServiceClock;
  readonly #slots: ('empty' | 'dialing' | ServiceConnection)[] = new Array(FIXED_LINES).fill('empty');
  readonly #onDemand = new Set<ServiceConnection>();
  #phase: Phase = 'serving';
  /** Attempts in a row, including the current one. */
  #failures = 0;
  /**
   * Short lives while another connection lasted, since the last check that found all places filled for longer than a short life.
   */
  #shortLives = 0;
  #waiting: Disposable | undefined;
  /** True at first: until the first answer the service counts as reachable (reference 4.2). */
  #isOnline = true;
  #sweeping: Disposable | undefined;
  #emptied: (() => void)[] = [];
  #quota: ServiceQuota | undefined;

  constructor(owner: PoolOwner) {
    this.#owner = owner;
    this.#serviceClock = new ServiceClock(owner);
    for (let slot = 0; slot < FIXED_LINES; slot++) void this.#open(slot);
    this.#sweepLater();
  }

  /** True when the clocks of this machine and the service differ. */
  get isClockOff(): boolean {
    return this.#serviceClock.isOff;
  }

  get isOnline(): boolean {
    return this.#isOnline;
  }

  /** The quota that the service named when it last refused a server connection. Undefined once one is open. */
  get quota(): ServiceQuota | undefined {
    return this.#quota;
  }

  /** Usable connections, those in fixed places first. */
  get open(): ServiceConnection[] {
    return [...this.#lines()].filter(({ isOpen }) => isOpen);
  }

  /** The same connection for the same key while connections stay. Sends with one key therefore keep their order. */
  keyed(key: string): ServiceConnection | undefined {
    const first = hashOf(key) % FIXED_LINES;
    for (let i = 0; i < FIXED_LINES; i++) {
      const line = this.#slots[(first + i) % FIXED_LINES];
      if (line instanceof ServiceConnection && line.isOpen) return line;
    }
    return this.open[0];
  }

  /** The service requests one more connection, to one of its instances (reference 5.5). It is not replaced when it ends. */
  async openOnDemand(target: string): Promise<void> {
    if (this.#phase !== 'serving' || this.#onDemand.size >= ON_DEMAND_LINES) return;
    try {
      const ws = await this.#owner.dial(target);
      const kind = { connectionType: ConnectionType.onDemand, slot: undefined };
      if (this.#isServing()) this.#onDemand.add(new ServiceConnection(ws, kind, this.#lineOwner()));
      else giveUp(ws);
    } catch (error) {
      this.#owner.log.warn(AzureLogEvent.connectionFailed, { reason: reasonOf(error) });
    }
  }

  /** Tells the service to send no new clients. Resolves when it has confirmed, or after some seconds. */
  async leave(): Promise<void> {
    this.#phase = 'leaving';
    this.#waiting?.dispose();
    await within(this.#owner, FINACK_WAIT_MS, Promise.all(this.open.map((line) => line.leave())));
  }

  /** Closes all connections. Resolves when they are closed, or after some seconds. */
  async close(): Promise<void> {
    this.#phase = 'closed';
    this.#waiting?.dispose();
    const lines = [...this.#lines()];
    for (const line of lines) line.close();
    if (lines.length > 0) await within(this.#owner, CLOSE_WAIT_MS, new Promise<void>((resolve) => this.#emptied.push(resolve)));
    for (const line of [...this.#lines()]) line.terminate('closed here');
    this.#sweeping?.dispose();
  }

  *#lines(): Generator<ServiceConnection> {
    for (const line of this.#slots) if (line instanceof ServiceConnection) yield line;
    yield* this.#onDemand;
  }

  /** Read again after each wait. */
  #isServing(): boolean {
    return this.#phase === 'serving';
  }

  async #open(slot: number): Promise<void> {
    this.#slots[slot] = 'dialing';
    try {
      const ws = await this.#owner.dial(undefined);
      if (this.#isServing()) {
        this.#slots[slot] = new ServiceConnection(ws, { connectionType: ConnectionType.default, slot }, this.#lineOwner());
        return;
      }
      giveUp(ws);
    } catch (error) {
      this.#quota = undefined;
      this.#owner.log.warn(AzureLogEvent.connectionFailed, { reason: reasonOf(error) });
    }
    this.#slots[slot] = 'empty';
    this.#refill('failed');
  }

  #lineOwner(): LineOwner {
    const { clock, log, traffic } = this.#owner;
    return {
      clock,
      log,
      traffic,
      opened: (line) => this.#opened(line),
      received: (line, message) => this.#owner.received(line, message),
      keepAlive: (line) => this.#owner.keepAlive(line),
      answered: (date) => this.#serviceClock.answered(date),
      gone: (line, why, status) => this.#gone(line, why, status),
    };
  }

  #opened(line: ServiceConnection): void {
    this.#owner.log.info(AzureLogEvent.connectionOpened, { line: line.name, lines: this.open.length });
    const wasOffline = !this.#isOnline;
    this.#isOnline = true;
    this.#quota = undefined;
    this.#owner.opened(line);
    if (wasOffline) {
      this.#owner.log.info(AzureLogEvent.online);
      this.#owner.online();
    }
    if (this.#phase !== 'serving' || line.kind.slot === undefined) return;
    for (const [slot, held] of this.#slots.entries()) if (held === 'empty') void this.#open(slot);
  }

  #gone(line: ServiceConnection, why: string, status: number | undefined): void {
    const { slot } = line.kind;
    if (slot === undefined) this.#onDemand.delete(line);
    else this.#slots[slot] = 'empty';
    const wasOpen = line.openedAt > 0;
    this.#quota = quotaIn(why, status);
    if (status === 401 || status === 403) {
      this.#owner.log.warn(AzureLogEvent.notAuthorised, { status, why: this.isClockOff ? CLOCK_OFF : NOT_AUTHORISED });
    }
    const event = wasOpen ? AzureLogEvent.connectionLost : AzureLogEvent.connectionFailed;
    if (this.#phase !== 'closed') this.#owner.log.warn(event, { line: line.name, reason: why, clients: line.clients });
    if (wasOpen) this.#owner.lost(line);
    const end: ConnectionEnding = !wasOpen ? 'failed' : this.#lasts(line) ? 'longLife' : 'shortLife';
    if (slot !== undefined) this.#refill(end);
    if ([...this.#lines()].length === 0) for (const resolve of this.#emptied.splice(0)) resolve();
  }

  #lasts(line: ServiceConnection): boolean {
    return this.#owner.clock.mono() - line.openedAt >= SHORT_LIFE_MS;
  }

  /** A place is empty. It is filled at once, or after the single attempt that is running. */
  #refill(end: ConnectionEnding): void {
    if (this.#phase !== 'serving') return;
    if (this.open.length === 0 && this.#isOnline) {
      this.#isOnline = false;
      this.#owner.log.warn(AzureLogEvent.offline, {
        note: 'no server connection is open: no client can come through this service',
      });
    }
    if (this.#slots.some((held) => held !== 'empty' && !isOpenLine(held))) return;
    if (end === 'longLife') {
      // The service works: the backoff after a failure or a short life ends.
      this.#failures = 0;
      this.#waiting?.dispose();
    } else if (this.#waiting !== undefined) return;
    // One short life says nothing about a service that keeps other connections. Repeated ones do: without a backoff this would
    // hammer the service.
    if (end === 'shortLife' && this.open.some((line) => this.#lasts(line))) this.#failures = this.#shortLives++;
    const waitMs = redialWaitMs(this.#failures++, this.#owner.random);
    this.#waiting = this.#owner.clock.after(waitMs, () => {
      this.#waiting = undefined;
      const slot = this.#slots.indexOf('empty');
      if (slot >= 0 && this.#phase === 'serving') void this.#open(slot);
    });
  }

  /** Earlier failures no longer count when all places are filled for long enough. */
  #forgetFailures(): void {
    if (!this.#slots.every((held) => isOpenLine(held) && this.#lasts(held))) return;
    this.#failures = 0;
    this.#shortLives = 0;
  }

  #sweepLater(): void {
    this.#sweeping = this.#owner.clock.after(SWEEP_MS, () => {
      const now = this.#owner.clock.mono();
      for (const line of [...this.#lines()]) line.sweep(now);
      this.#forgetFailures();
      this.#owner.swept(now);
      if (this.#phase !== 'closed') this.#sweepLater();
    });
  }
}

const CLOCK_OFF =
  'the clocks of this machine and of the service differ by minutes, so the times in the tokens are wrong: set the clock';
const NOT_AUTHORISED =
  'the service does not know the access key, or the identity lacks the role "SignalR App Server" (a new assignment takes up to 30 minutes)';

/** It has no listeners yet, and closing a connecting socket raises an error. */
function giveUp(ws: WebSocket): void {
  ws.on('error', () => {});
  ws.terminate();
}

const isOpenLine = (held: 'empty' | 'dialing' | ServiceConnection): held is ServiceConnection =>
  held instanceof ServiceConnection && held.isOpen;

/** FNV-1a: any even spread is enough. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

async function within({ clock }: PoolOwner, limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: Disposable | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = clock.after(limitMs, resolve);
  });
  await Promise.race([work, limit]);
  timer?.dispose();
}
