import { pauseMs } from '../../../core/base/backoff.ts';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Log, Random } from '../../../core/base/host.ts';
import type { HostAct } from '../../../core/contract/access/host-acts.ts';
import type { CatchUpRequest, JoinRequest } from '../../../core/contract/hub-contract.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import { SessionLogEvent } from '../log-events.ts';
import type { Tell } from '../session-event.ts';
import { isInRoom, type Link, type LinkEffect, type LinkEvent, stepLink } from '../session-machine.ts';
import type { RoomSync } from '../sync/room-sync.ts';
import type { Outbox } from '../writing/outbox.ts';
import type { ConnectHub, HubClient, HubEvent } from './hub-port.ts';
import { RedialPlan } from './redial-plan.ts';
import { type Silence, type SilenceLimits, SilenceWatch } from './silence-watch.ts';

/** Interval of the time-dependent checks, milliseconds. */
const PULSE_MS = 1_000;
/**
 * Longest silence during a join, or while something large may be in flight, milliseconds. A large board keeps the hub busy before
 * the first byte, and a message is noticed only when it is complete. With chunks of 16 KiB a connection may be as slow as 1.1
 * KB/s.
 */
const LARGE_SILENCE_MS = 15_000;
/** Silence that is shown, in heartbeats of the hub: two are missing, and the delay of a third has passed. */
const QUIET_BEATS = 2.2;
/**
 * Silence after which the connection is replaced, as a multiple of the shown silence. Replacing costs a moment and loses nothing;
 * a hub may pause for seconds.
 */
const DEAD_QUIETS = 2.5;
/**
 * A connection that has lasted this long after an earlier one was replaced for its silence counts as normal again, milliseconds.
 */
const CALM_MS = 30_000;
/** An answer that takes longer will not come, even if the hub is heard. Joining again resolves that. Milliseconds. */
const ECHO_MS = 20_000;
/** The same for `join`: a living hub may wait for its store in vain. Milliseconds. */
const JOIN_MS = 20_000;
/** The same for each part of a catch-up, which queues behind everything in flight on a slow connection. Milliseconds. */
const PIECE_MS = 60_000;
/** How long the hub may take to answer a probe, milliseconds. */
const PROBE_MS = 2_000;
/** A machine that wakes and has heard nothing for this long has slept, milliseconds. */
const SLEPT_MS = 10_000;
/** Least time between two probes, milliseconds: waking causes several events. */
const ASK_MS = 500;
/** Lost connections that are kept for their place in the room. A hub that answers no `join` must not get ever more of them. */
const REPLACED_MOST = 2;

export interface HubLinkOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly connect: ConnectHub;
  readonly outbox: Pick<Outbox, 'waitingSince'>;
  readonly sync: Pick<RoomSync, 'isReceiving' | 'pieceDueSince'>;
  readonly tell: Tell;
}

/** Keeps a connection to the hub: opens it, notices its loss, and tries again without end. */
export class HubLink implements Disposable {
  readonly #options: HubLinkOptions;
  readonly #redial: RedialPlan;
  #link: Link = { at: 'idle' };
  #client: HubClient | undefined;
  #retry: Disposable | undefined;
  #probing: Disposable | undefined;
  #pulse: Disposable | undefined;
  /**
   * Lost connections whose place in the room the next one takes. They are closed only then, because the hub would take an earlier close for a
   * departure [PRS-4]. One that is silent for `SERVER_TIMEOUT_MS` ends by itself.
   */
  #replaced: HubClient[] = [];
  /** Of the current connection. */
  #watch: SilenceWatch | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  /** `clock.mono()` of the newest `join`. */
  #joinAt = Number.NEGATIVE_INFINITY;
  /** `clock.mono()` since when the connection is open. */
  #upAt = Number.NEGATIVE_INFINITY;
  /** `clock.mono()` of the last message during a catch-up. */
  #receivedAt = Number.NEGATIVE_INFINITY;
  /**
   * How often the connection was replaced for its silence since it was last normal. Its messages may simply be too large for it.
   */
  #silentCuts = 0;

  constructor(options: HubLinkOptions) {
    this.#options = options;
    this.#redial = new RedialPlan(options);
  }

  get link(): Link {
    return this.#link;
  }
  /** Name of the transport in use; undefined without a connection. */
  get transport(): string | undefined {
    return this.#client?.transport;
  }
  get carrier(): string | undefined {
    return this.#client?.carrier;
  }
  /** True when batches may be sent: in the room, with a connection to the hub. */
  get takesBatches(): boolean {
    return isInRoom(this.#link);
  }
  get #heardAt(): number {
    return this.#watch?.heardAt ?? Number.NEGATIVE_INFINITY;
  }

  /** The hub will end the connection soon. The client returns at a random moment within `returnInMs`. */
  expectReturn(returnInMs: number): void {
    this.#redial.expectReturn(returnInMs);
  }
  /** The reason of the end named an obstacle. The next attempt waits for it. */
  obstacleMet(): void {
    this.#redial.obstacleMet();
  }

  /** So many attempts in a row were turned away because many came at once. */
  throttled(inARow: number): void {
    this.#redial.throttled(inARow);
  }

  join(request: JoinRequest): void {
    this.#client?.join(request);
  }
  catchUp(request: CatchUpRequest): void {
    this.#client?.catchUp(request);
  }
  /** Undefined without a connection. Rejects when the hub refuses, or the connection ends first. */
  act(act: HostAct): Promise<unknown> | undefined {
    return this.#client?.act(act);
  }

  /** Drops a message that cannot be sent, because the outbox still has its batches. */
  push(args: readonly WireValue[]): void {
    this.#client?.push(args);
  }
  /** The page is about to end. */
  sayGoodbye(): void {
    if (this.takesBatches) this.#client?.leave();
  }

  send(event: LinkEvent): void {
    const before = this.#link;
    if (event.kind === 'wake' && this.#redial.isBlocked) return;
    const { link, effects } = stepLink(before, event, this.#options.clock.mono());
    this.#link = link;
    this.#redial.linkMoved(before, link);
    for (const effect of effects) this.#run(effect);
    if (link.at !== 'idle' && link.at !== 'ended') this.#pulse ??= this.#armPulse();
    if (link !== before) this.#options.tell({ kind: 'linkChanged', link });
  }

  #run(effect: LinkEffect): void {
    switch (effect) {
      case 'connect':
        this.#retry?.dispose();
        this.#connect();
        break;
      case 'join':
        this.#watch?.heard();
        this.#joinAt = this.#options.clock.mono();
        this.#options.tell({ kind: 'cut', at: this.#options.clock.mono() });
        this.#options.tell({ kind: 'joining' });
        break;
      case 'wait':
        this.#wait();
        break;
      case 'drop':
        this.#letGo()?.close();
        if (this.#link.at === 'ended' || this.#link.at === 'refused') this.#closeReplaced();
        break;
      case 'replace': {
        const lost = this.#letGo();
        if (lost) this.#replaced.push(lost);
        if (this.#replaced.length > REPLACED_MOST) this.#replaced.shift()?.close();
        break;
      }
      case 'leave':
        this.#client?.leave();
        break;
      case 'probe':
        this.#probe();
        break;
    }
  }

  #wait(): void {
    const { clock, log } = this.#options;
    const attempt = this.#link.at === 'waiting' ? this.#link.attempt : 0;
    const waitMs = this.#redial.takeWaitMs(attempt);
    log.debug(SessionLogEvent.retry, { attempt, waitMs: Math.round(waitMs) });
    this.#retry = clock.after(waitMs, () => this.send({ kind: 'due' }));
  }

  #connect(): void {
    const { clock, connect } = this.#options;
    const client: HubClient = connect((event) => {
      // Later events of an older connection are ignored.
      if (this.#client === client) this.#onEvent(event);
    }, this.#options);
    this.#client = client;
    this.#watch = new SilenceWatch({
      clock,
      limits: () => this.#silenceLimits(client.heartbeatMs * QUIET_BEATS),
      tell: (silence) => this.#onSilence(silence),
    });
  }

  /** Each replacement doubles the time: a large message that was lost with the connection comes again at the same size. */
  #patienceMs(firstMs: number): number {
    return pauseMs({ firstMs, longestMs: LARGE_SILENCE_MS }, this.#silentCuts);
  }

  #silenceLimits(quietMs: number): SilenceLimits {
    if (this.#options.sync.isReceiving) return { quietMs: LARGE_SILENCE_MS / DEAD_QUIETS, deadMs: LARGE_SILENCE_MS };
    return { quietMs, deadMs: this.#patienceMs(quietMs * DEAD_QUIETS) };
  }

  /** Returns the current connection and ignores its later events. */
  #letGo(): HubClient | undefined {
    const client = this.#client;
    this.#client = undefined;
    this.#watch?.dispose();
    this.#watch = undefined;
    this.#probing?.dispose();
    this.#retry?.dispose();
    this.#options.tell({ kind: 'cut', at: this.#options.clock.mono() });
    return client;
  }

  #closeReplaced(): void {
    for (const lost of this.#replaced.splice(0)) lost.close();
  }

  #onEvent(event: HubEvent): void {
    switch (event.kind) {
      case 'closed':
        this.#options.log.info(SessionLogEvent.closed, { reason: event.reason });
        this.#options.tell(event);
        return;
      default:
        if (this.#options.sync.isReceiving) this.#receivedAt = this.#options.clock.mono();
        this.#watch?.heard();
        this.#onHeard();
        this.#options.tell({ kind: 'heard', at: this.#heardAt });
    }
    switch (event.kind) {
      case 'heard':
        break;
      case 'open':
        this.send({ kind: 'open' });
        break;
      case 'welcome':
        this.#closeReplaced();
        this.#options.tell(event);
        break;
      default:
        this.#options.tell(event);
    }
  }

  #onHeard(): void {
    if (this.#link.at !== 'live' && this.#link.at !== 'joining') return;
    const { line } = this.#link;
    if (line.is === 'up') return;
    this.#upAt = this.#options.clock.mono();
    this.#options.log.info(SessionLogEvent.lineUp, { was: line.is, forMs: Math.round(this.#upAt - line.since) });
    this.send({ kind: 'heard' });
    this.#options.tell({ kind: 'lineUp' });
  }

  #onSilence(silence: Silence): void {
    // A large board keeps the hub busy before the first byte, and a slow connection delays each one, so joining has a limit of
    // its own.
    if (this.#link.at !== 'live') return;
    this.#options.log.info(SessionLogEvent.silent, { silence });
    if (silence === 'dead') this.#silentCuts++;
    this.send(silence === 'quiet' ? { kind: 'quiet', since: this.#heardAt } : { kind: 'dead' });
  }

  #probe(): void {
    const { clock, sync, tell } = this.#options;
    const asked = clock.mono();
    const silentMs = asked - this.#heardAt;
    if (asked - this.#askedAt < ASK_MS) return;
    this.#askedAt = asked;
    this.#probing?.dispose();
    // After a long sleep the connection is almost certainly dead, and replacing it is cheaper than waiting for an answer.
    if (silentMs > SLEPT_MS) {
      this.send({ kind: 'dead' });
      return;
    }
    // The answer comes after all messages that are already on their way.
    const waitMs = sync.isReceiving ? LARGE_SILENCE_MS : this.#patienceMs(PROBE_MS);
    this.#probing = clock.after(waitMs, () => {
      if (this.#heardAt < asked) this.send({ kind: 'dead' });
    });
    tell({ kind: 'doubted' });
  }

  #lose(reason: string): void {
    this.#options.log.info(SessionLogEvent.givenUp, { reason });
    this.send({ kind: 'lost' });
  }

  #armPulse(): Disposable {
    return this.#options.clock.after(PULSE_MS, () => {
      this.#pulse = undefined;
      const now = this.#options.clock.mono();
      this.#lookAfter(now);
      this.#options.tell({ kind: 'pulse', at: now });
      if (this.#link.at !== 'ended') this.#pulse ??= this.#armPulse();
    });
  }

  #lookAfter(now: number): void {
    switch (this.#link.at) {
      case 'reaching':
        if (now - this.#link.startedAt > this.#redial.reachMs(this.#link.attempt)) this.#lose('not reached');
        break;
      case 'joining':
      case 'live': {
        const { at, line, since } = this.#link;
        if (this.#isOwed(now)) {
          this.#lose('no answer');
        } else if (at === 'joining') {
          if (now - this.#heardAt > LARGE_SILENCE_MS) this.#lose('silent while joining');
        } else {
          if (line.is === 'up' && now - Math.max(this.#upAt, since) > CALM_MS) this.#silentCuts = 0;
          this.#lookForEcho(now, since);
        }
        break;
      }
      default:
        break;
    }
  }

  /** The hub is heard but does not answer. A connection that was silent gets time to bring the answer. */
  #isOwed(now: number): boolean {
    const isJoin = this.#link.at === 'joining' && this.#link.stage === 'asking';
    const since = isJoin ? this.#joinAt : this.#options.sync.pieceDueSince;
    return since !== undefined && now - Math.max(since, this.#upAt) > (isJoin ? JOIN_MS : PIECE_MS);
  }

  /** A catch-up comes before any answer, and answers come in the order of the requests. */
  #lookForEcho(now: number, liveSince: number): void {
    const { waitingSince } = this.#options.outbox;
    if (waitingSince === undefined) return;
    if (now - Math.max(waitingSince, liveSince, this.#upAt, this.#receivedAt) > ECHO_MS) this.#lose('no echo');
  }

  dispose(): void {
    this.send({ kind: 'end' });
    this.#pulse?.dispose();
    this.#probing?.dispose();
    this.#retry?.dispose();
  }
}
