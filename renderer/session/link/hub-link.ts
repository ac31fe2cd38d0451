import { pauseMs } from '../../../core/base/backoff.ts';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Log, Random } from '../../../core/base/host.ts';
import type { JoinRequest } from '../../../core/contract/hub-contract.ts';
import { SessionLogEvent } from '../log-events.ts';
import { isInRoom, type Link, type LinkEffect, type LinkEvent, stepLink } from '../session-machine.ts';
import { redialMs, returnWaitMs } from './backoff.ts';
import type { ConnectHub, HubClient, HubEvent } from './hub-port.ts';
import { QUOTA_WAIT_MS, quotaIn } from './quota-in.ts';
import { type Silence, type SilenceLimits, SilenceWatch } from './silence-watch.ts';

/** Regular look after what time does, milliseconds. */
const PULSE_MS = 1_000;
/** An attempt to reach the hub that takes longer is given up, milliseconds. */
const REACH_MS = 10_000;
/**
 * Nothing heard for this long while joining or while anything large may be on its way, milliseconds: a large board keeps the hub busy before
 * the first byte, and a message is heard when all of it is here. With the 16 KiB of a chunk a line may be as slow as 1.1 KB/s.
 */
const LARGE_SILENCE_MS = 15_000;
/** Silence that is shown, in heartbeats of the hub: two of them are missing, and a third one's worth of delay is over. */
const QUIET_BEATS = 2.2;
/** Silence at which the connection is replaced, in silences that are shown. That costs a moment and loses nothing; a hub may pause for seconds. */
const DEAD_QUIETS = 2.5;
/** A line that is up for so long after it was given up for its silence is as good as any other, milliseconds. */
const CALM_MS = 30_000;
/**
 * For this long after a loss the client hurries to come back, milliseconds. The hub keeps its place for 15 s after noticing the loss
 * (`LIMITS.awayMs`), which may be before the client notices it.
 */
const RETURN_MS = 12_000;
/** The first attempt to return is given up after this, each further one after twice the time, up to `REACH_MS`. Milliseconds. */
const RETURN_REACH_MS = 3_000;
/** Of several connections in a row that are lost this soon, milliseconds, the hub itself may be the cause: it is not run into at full speed. */
const SHORT_LIFE_MS = 1_000;
/** A window to come back in is believed up to this, milliseconds. */
const RETURN_MAX_MS = 10_000;
/** An answer that takes longer will not come, even if the hub is heard: joining again settles it. Milliseconds. */
const ECHO_MS = 20_000;
/** The same for `join`: a hub may live, and wait in vain for its store. Milliseconds. */
const JOIN_MS = 20_000;
/** The same for each piece of a catch-up, which comes behind all that is on its way on a slow line. Milliseconds. */
const PIECE_MS = 60_000;
/** How long the hub has to answer when it is asked whether it is still there, milliseconds. */
const PROBE_MS = 2_000;
/** A machine that wakes and has heard nothing for this long has slept, milliseconds. */
const SLEPT_MS = 10_000;
/** Asked at most this often, milliseconds: waking comes as several events. */
const ASK_MS = 500;

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
  /** What could not be sent can be. */
  readonly onLineUp: () => void;
  /** `clock.mono()` since when an answer to what was sent has been due; undefined when everything is answered. */
  readonly waitingSince: () => number | undefined;
  /** What was missed is on its way: it may be more than the line carries in a moment, and all else comes behind it. */
  readonly isReceiving: () => boolean;
  /** `clock.mono()` since when the hub owes the next piece of a catch-up; undefined when it owes none. */
  readonly pieceDueSince: () => number | undefined;
  /** Makes the hub answer something. */
  readonly probe: () => void;
  /** Something came from the hub. Its messages arrive on time in a page whose timers are slowed down. */
  readonly onHeard: (now: number) => void;
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
  /** Of a lost connection whose place in the room the next one takes: closed only then, or the hub would take it for a departure [PRS-4]. */
  #replaced: HubClient | undefined;
  /** `clock.mono()` when a live connection was lost; undefined once one is live again. */
  #lostAt: number | undefined;
  /** Attempts that were made in a hurry since then: the back-off begins after them. */
  #hurried = 0;
  /** Connections in a row that were lost soon after they were live: each makes the wait longer, as a failed attempt does. */
  #shortLives = 0;
  /** Of the connection that there is. */
  #watch: SilenceWatch | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  /** `clock.mono()` of the newest `join`. */
  #joinAt = Number.NEGATIVE_INFINITY;
  /** `clock.mono()` since when the line is up. */
  #upAt = Number.NEGATIVE_INFINITY;
  /** `clock.mono()` of what was last heard while a catch-up was on its way. */
  #receivedAt = Number.NEGATIVE_INFINITY;
  /** How often the line was given up for its silence since it was last calm: what came over it may only be too large for it. */
  #silentCuts = 0;
  /** The hub ends, and said in what time people had better come back. */
  #returnInMs: number | undefined;
  /** `clock.mono()` before which a service whose quota is used up is not asked again. */
  #quotaUntil = Number.NEGATIVE_INFINITY;

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
  /** In the room, with a line to the hub: batches may be sent. */
  get takesBatches(): boolean {
    return isInRoom(this.#link);
  }
  get #heardAt(): number {
    return this.#watch?.heardAt ?? Number.NEGATIVE_INFINITY;
  }

  /** The hub will end the connection in a moment. It is come back to within `returnInMs`, at a moment of one's own. */
  expectReturn(returnInMs: number): void {
    this.#returnInMs = Math.min(RETURN_MAX_MS, Math.max(0, returnInMs));
  }

  send(event: LinkEvent): void {
    const before = this.#link;
    if (event.kind === 'wake' && this.#options.clock.mono() < this.#quotaUntil) return;
    const { link, effects } = stepLink(before, event, this.#options.clock.mono());
    this.#link = link;
    if (link.at === 'live') {
      this.#lostAt = undefined;
      this.#hurried = 0;
    } else if (before.at === 'live' && link.at === 'waiting') {
      this.#lostLive(before.since);
    }
    for (const effect of effects) this.#run(effect);
    if (link.at !== 'idle' && link.at !== 'ended') this.#pulse ??= this.#armPulse();
    if (link !== before) this.#options.onLink(link);
  }

  #lostLive(since: number): void {
    this.#lostAt = this.#options.clock.mono();
    this.#shortLives = this.#lostAt - since < SHORT_LIFE_MS ? this.#shortLives + 1 : 0;
  }

  get #isReturning(): boolean {
    return this.#lostAt !== undefined && this.#options.clock.mono() - this.#lostAt < RETURN_MS;
  }

  #run(effect: LinkEffect): void {
    const { onCut, joinRequest } = this.#options;
    switch (effect) {
      case 'connect':
        this.#retry?.dispose();
        this.#connect();
        break;
      case 'join':
        this.#watch?.heard();
        this.#joinAt = this.#options.clock.mono();
        onCut();
        this.#client?.join(joinRequest());
        break;
      case 'wait':
        this.#wait();
        break;
      case 'drop':
        this.#letGo()?.close();
        if (this.#link.at === 'ended' || this.#link.at === 'refused') this.#closeReplaced();
        break;
      case 'replace':
        this.#closeReplaced();
        this.#replaced = this.#letGo();
        break;
      case 'leave':
        this.#client?.leave();
        break;
      case 'probe':
        this.#probe();
        break;
    }
  }

  #wait(): void {
    const { clock, random, log } = this.#options;
    const attempt = this.#link.at === 'waiting' ? this.#link.attempt : 0;
    const waitMs = this.#returnInMs === undefined ? this.#usualWaitMs(attempt) : random.next() * this.#returnInMs;
    this.#returnInMs = undefined;
    log.debug(SessionLogEvent.retry, { attempt, waitMs: Math.round(waitMs) });
    this.#retry = clock.after(waitMs, () => this.send({ kind: 'due' }));
  }

  #usualWaitMs(attempt: number): number {
    const { random, clock } = this.#options;
    const quotaMs = this.#quotaUntil - clock.mono();
    // Everybody in the room waits for the same quota: not all of them come at once.
    if (quotaMs > 0) return quotaMs * (1 + random.next() / 2);
    if (!this.#isReturning) return redialMs(Math.max(0, attempt - this.#hurried), random);
    this.#hurried = attempt + 1;
    return returnWaitMs(attempt + Math.max(0, this.#shortLives - 1), random);
  }

  #connect(): void {
    const { clock, connect } = this.#options;
    const client: HubClient = connect((event) => {
      // What an older connection still has to say is of no interest.
      if (this.#client === client) this.#onEvent(event);
    }, this.#options);
    this.#client = client;
    this.#watch = new SilenceWatch({
      clock,
      limits: () => this.#silenceLimits(client.heartbeatMs * QUIET_BEATS),
      tell: (silence) => this.#onSilence(silence),
    });
  }

  /** After each cut the line is given twice the time: a large message that is lost with the line comes again over the next, as large as before. */
  #patienceMs(firstMs: number): number {
    return pauseMs({ firstMs, longestMs: LARGE_SILENCE_MS }, this.#silentCuts);
  }

  #silenceLimits(quietMs: number): SilenceLimits {
    if (this.#options.isReceiving()) return { quietMs: LARGE_SILENCE_MS / DEAD_QUIETS, deadMs: LARGE_SILENCE_MS };
    return { quietMs, deadMs: this.#patienceMs(quietMs * DEAD_QUIETS) };
  }

  /** Gives the connection that there was. Nothing that it still tells counts. */
  #letGo(): HubClient | undefined {
    const client = this.#client;
    this.#client = undefined;
    this.#watch?.dispose();
    this.#watch = undefined;
    this.#probing?.dispose();
    this.#retry?.dispose();
    this.#options.onCut();
    return client;
  }

  #closeReplaced(): void {
    this.#replaced?.close();
    this.#replaced = undefined;
  }

  #onEvent(event: HubEvent): void {
    switch (event.kind) {
      case 'closed':
        this.#options.log.info(SessionLogEvent.closed, { reason: event.reason });
        if (quotaIn(event.reason) !== undefined) this.#quotaUntil = this.#options.clock.mono() + QUOTA_WAIT_MS;
        if (event.reason === undefined || !this.#options.onClosed(event.reason)) this.send({ kind: 'lost' });
        return;
      default:
        if (this.#options.isReceiving()) this.#receivedAt = this.#options.clock.mono();
        this.#watch?.heard();
        this.#onHeard();
        this.#options.onHeard(this.#heardAt);
    }
    switch (event.kind) {
      case 'heard':
        break;
      case 'open':
        this.send({ kind: 'open' });
        break;
      case 'welcome':
        this.#closeReplaced();
        this.#options.onEvent(event);
        break;
      default:
        this.#options.onEvent(event);
    }
  }

  #onHeard(): void {
    if (this.#link.at !== 'live' && this.#link.at !== 'joining') return;
    const { line } = this.#link;
    if (line.is === 'up') return;
    this.#upAt = this.#options.clock.mono();
    this.#options.log.info(SessionLogEvent.lineUp, { was: line.is, forMs: Math.round(this.#upAt - line.since) });
    this.send({ kind: 'heard' });
    this.#options.onLineUp();
  }

  #onSilence(silence: Silence): void {
    // A large board keeps the hub busy before the first byte, and a slow line before each: joining has a limit of its own.
    if (this.#link.at !== 'live') return;
    this.#options.log.info(SessionLogEvent.silent, { silence });
    if (silence === 'dead') this.#silentCuts++;
    this.send(silence === 'quiet' ? { kind: 'quiet', since: this.#heardAt } : { kind: 'dead' });
  }

  #probe(): void {
    const { clock, probe, isReceiving } = this.#options;
    const asked = clock.mono();
    const silentMs = asked - this.#heardAt;
    if (asked - this.#askedAt < ASK_MS) return;
    this.#askedAt = asked;
    this.#probing?.dispose();
    // After a long sleep the line is as good as dead, and to replace it costs less than to wait for its answer.
    if (silentMs > SLEPT_MS) {
      this.send({ kind: 'dead' });
      return;
    }
    // The answer comes behind what is on its way already.
    const waitMs = isReceiving() ? LARGE_SILENCE_MS : this.#patienceMs(PROBE_MS);
    this.#probing = clock.after(waitMs, () => {
      if (this.#heardAt < asked) this.send({ kind: 'dead' });
    });
    probe();
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
      this.#options.onPulse(now);
      if (this.#link.at !== 'ended') this.#pulse ??= this.#armPulse();
    });
  }

  #lookAfter(now: number): void {
    switch (this.#link.at) {
      case 'reaching':
        if (now - this.#link.startedAt > this.#reachMs(this.#link.attempt)) this.#lose('not reached');
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

  #reachMs(attempt: number): number {
    return this.#isReturning ? pauseMs({ firstMs: RETURN_REACH_MS, longestMs: REACH_MS }, attempt) : REACH_MS;
  }

  /** The hub is heard and does not answer what it was asked. A line that was silent has time to bring it. */
  #isOwed(now: number): boolean {
    const isJoin = this.#link.at === 'joining' && this.#link.stage === 'asking';
    const since = isJoin ? this.#joinAt : this.#options.pieceDueSince();
    return since !== undefined && now - Math.max(since, this.#upAt) > (isJoin ? JOIN_MS : PIECE_MS);
  }

  /** What was missed comes before any answer, and the answer to what was sent first before the others. */
  #lookForEcho(now: number, liveSince: number): void {
    const waitingSince = this.#options.waitingSince();
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
