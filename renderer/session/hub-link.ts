import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock, Log, Random } from '../../core/base/host.ts';
import type { JoinRequest } from '../../core/contract/hub-contract.ts';
import { backoffMs } from './backoff.ts';
import type { ConnectHub, HubClient, HubEvent } from './hub-port.ts';
import { isMember, type Link, type LinkEffect, type LinkEvent, stepLink } from './session-machine.ts';

/** Regular look after what time does, milliseconds. */
const PULSE_MS = 1_000;
/** An attempt to reach the hub that takes longer is given up, milliseconds. */
const REACH_MS = 10_000;
/** Nothing heard for this long while joining, milliseconds: a large board keeps the hub busy before the first byte. */
const JOIN_SILENCE_MS = 15_000;
/** Nothing heard for this long with batches under way: the line is dead, whatever the socket believes. Milliseconds. */
const SILENCE_MS = 5_000;
/** An echo that takes longer will not come, even if the hub is heard: joining again settles it. Milliseconds. */
const ECHO_MS = 20_000;
/** How long the hub has to answer when it is asked whether it is still there, milliseconds. */
const PROBE_MS = 2_000;
/** Who was heard this recently need not be asked, milliseconds. */
const FRESH_MS = 500;

/** What the link hands on: everything but the connection's own life. */
export type RoomEvent = Exclude<HubEvent, { kind: 'open' } | { kind: 'heard' } | { kind: 'closed' }>;

export interface HubLinkOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly connect: ConnectHub;
  readonly joinRequest: () => JoinRequest;
  readonly onEvent: (event: RoomEvent) => void;
  /** The connection ended with a reason in words that may hold a code. True: it was dealt with. */
  readonly onClosed: (reason: string) => boolean;
  /** A connection begins, a room is joined anew, or a connection is gone: nothing half done counts any more. */
  readonly onCut: () => void;
  readonly onLink: (link: Link) => void;
  /** `clock.mono()` at which the oldest unanswered batch was sent. */
  readonly oldestSentAt: () => number | undefined;
  /** Makes the hub answer something. */
  readonly probe: () => void;
  readonly onPulse: (now: number) => void;
}

/** Keeps a connection to the hub: reaches it, notices when it is gone, tries again without end. */
export class HubLink implements Disposable {
  readonly #options: HubLinkOptions;
  #link: Link = { at: 'idle' };
  #client: HubClient | undefined;
  #retry: Disposable | undefined;
  #probing: Disposable | undefined;
  #pulse: Disposable | undefined;
  #heardAt = Number.NEGATIVE_INFINITY;

  constructor(options: HubLinkOptions) {
    this.#options = options;
  }

  get link(): Link {
    return this.#link;
  }
  /** The connection, while there is one. */
  get client(): HubClient | undefined {
    return this.#client;
  }
  get isMember(): boolean {
    return isMember(this.#link);
  }

  send(event: LinkEvent): void {
    const before = this.#link;
    const { link, effects } = stepLink(before, event, this.#options.clock.mono());
    this.#link = link;
    for (const effect of effects) this.#run(effect);
    if (link.at !== 'idle' && link.at !== 'ended') this.#pulse ??= this.#armPulse();
    if (link !== before) this.#options.onLink(link);
  }

  #run(effect: LinkEffect): void {
    const { clock, random, onCut, joinRequest, log } = this.#options;
    switch (effect) {
      case 'connect':
        this.#retry?.dispose();
        this.#connect();
        break;
      case 'join':
        this.#heardAt = clock.mono();
        onCut();
        this.#client?.join(joinRequest());
        break;
      case 'wait': {
        const attempt = this.#link.at === 'waiting' ? this.#link.attempt : 0;
        const waitMs = backoffMs(attempt, random);
        log.debug('session.retry', { attempt, waitMs: Math.round(waitMs) });
        this.#retry = clock.after(waitMs, () => this.send({ kind: 'due' }));
        break;
      }
      case 'drop':
        this.#drop();
        break;
      case 'leave':
        this.#client?.leave();
        break;
      case 'probe':
        this.#probe();
        break;
    }
  }

  #connect(): void {
    const client: HubClient = this.#options.connect((event) => {
      // What an older connection still has to say is of no interest.
      if (this.#client === client) this.#onEvent(event);
    });
    this.#client = client;
  }

  #drop(): void {
    const client = this.#client;
    this.#client = undefined;
    this.#probing?.dispose();
    this.#retry?.dispose();
    client?.close();
    this.#options.onCut();
  }

  #onEvent(event: HubEvent): void {
    this.#heardAt = this.#options.clock.mono();
    switch (event.kind) {
      case 'heard':
        break;
      case 'open':
        this.send({ kind: 'open' });
        break;
      case 'closed':
        this.#options.log.info('session.closed', { reason: event.reason });
        if (event.reason === undefined || !this.#options.onClosed(event.reason)) this.send({ kind: 'lost' });
        break;
      default:
        this.#options.onEvent(event);
    }
  }

  #probe(): void {
    const { clock, probe } = this.#options;
    const asked = clock.mono();
    if (asked - this.#heardAt < FRESH_MS) return;
    this.#probing?.dispose();
    this.#probing = clock.after(PROBE_MS, () => {
      if (this.#heardAt < asked) this.#lose('no answer');
    });
    probe();
  }

  #lose(reason: string): void {
    this.#options.log.info('session.silent', { reason });
    this.send({ kind: 'lost' });
  }

  #armPulse(): Disposable {
    return this.#options.clock.after(PULSE_MS, () => {
      this.#pulse = undefined;
      const now = this.#options.clock.mono();
      this.#lookAfter(now);
      this.#options.onPulse(now);
      if (this.#link.at !== 'ended') this.#pulse ??= this.#armPulse();
    });
  }

  #lookAfter(now: number): void {
    switch (this.#link.at) {
      case 'reaching':
        if (now - this.#link.startedAt > REACH_MS) this.#lose('not reached');
        break;
      case 'joining':
        if (now - this.#heardAt > JOIN_SILENCE_MS) this.#lose('silent while joining');
        break;
      case 'live': {
        const sentAt = this.#options.oldestSentAt();
        if (sentAt === undefined) break;
        if (now - Math.max(sentAt, this.#heardAt) > SILENCE_MS) this.#lose('silent');
        else if (now - sentAt > ECHO_MS) this.#lose('no echo');
        break;
      }
      default:
        break;
    }
  }

  dispose(): void {
    this.send({ kind: 'end' });
    this.#pulse?.dispose();
    this.#probing?.dispose();
    this.#retry?.dispose();
  }
}
