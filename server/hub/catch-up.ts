import type { Clock } from '../../core/base/host.ts';
import type { Epoch, InstanceId, Seq } from '../../core/board/ids.ts';
import type { CatchUpItem, MemberEntry, Welcome } from '../../core/contract/hub-contract.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import { packSuffix } from '../../core/room/catch-up.ts';
import type { Replica } from '../../core/room/replica.ts';
import { StatesPacker } from '../../core/room/states-packer.ts';
import type { BatchLog } from './batch-log.ts';
import type { Held } from './join-request.ts';

/** What a room has to catch up from. */
export interface CatchUpSource {
  readonly epoch: Epoch;
  readonly origin: InstanceId;
  readonly replica: Replica;
  readonly log: BatchLog;
}

/** [RPL-1] What to give to somebody who has `have`. */
export function planCatchUp(source: CatchUpSource, have: Held | undefined): Welcome['catchUp'] {
  const { vector } = source.replica;
  // Nothing was ever drawn here, and a new client has nothing.
  if (have === undefined && vector.pairs().length === 0) return 'none';
  if (have === undefined || have.epoch !== source.epoch) return 'snapshot';
  if (have.vector.covers(vector)) return 'none';
  for (const [origin, seq] of vector.pairs()) {
    const known = have.vector.get(origin);
    if (known >= seq) continue;
    if (origin !== source.origin || known + 1 < source.log.firstSeq) return 'delta';
  }
  return 'suffix';
}

/** One message of catching up, whole; `vector` is what its reader knows afterwards. */
export interface CatchUpBody {
  readonly how: 'suffix' | 'delta' | 'snapshot';
  readonly bytes: Uint8Array;
  readonly elements: number;
  readonly vector: readonly (readonly [InstanceId, Seq])[];
}

interface Cached {
  readonly body: CatchUpBody;
  readonly revision: number;
  /** Own seq that the body knows. */
  readonly ownSeq: Seq;
  readonly madeAt: number;
  /** Milliseconds of work that making it took. */
  readonly costMs: number;
}

/** Different things that returning clients lack at a time: after a drop nearly all of them lack the same. */
const MAX_CACHED = 8;
/** Kept for those who come right after; a board may be large. */
const CACHE_LIFE_MS = 10_000;
/** At most this share of the time goes into encoding for newcomers, however busy the room is. */
const ENCODE_SHARE = 0.1;

/**
 * Makes catch-up bytes and keeps them while they are good. In a room where somebody draws, a body is out of date with the next frame; it is
 * given out all the same for ten times as long as it took to make, as long as the log holds what came after: the reader finds the hole in
 * its next frame and asks for the suffix [SEQ-3]. So 200 people who come at once cost a few encodings and not 200. A large board is encoded
 * in steps, and the room goes on in between.
 */
export class CatchUpMaker {
  readonly #source: CatchUpSource;
  readonly #clock: Clock;
  readonly #cached = new Map<string, Cached>();
  readonly #making = new Map<string, Promise<CatchUpBody>>();

  constructor(source: CatchUpSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** `revision` changes with every change of the board. */
  make(have: Held | undefined, revision: number): Promise<CatchUpBody> {
    const how = planCatchUp(this.#source, have);
    const key = how === 'snapshot' || !have ? 'snapshot' : `${how} ${JSON.stringify(have.vector.pairs())}`;
    const cached = this.#cached.get(key);
    if (cached && (cached.revision === revision || this.#isGoodEnough(cached))) return Promise.resolve(cached.body);
    const running = this.#making.get(key);
    if (running) return running;
    const started = this.#make(key, how, have, revision).finally(() => this.#making.delete(key));
    this.#making.set(key, started);
    return started;
  }

  async #make(key: string, how: Welcome['catchUp'], have: Held | undefined, revision: number): Promise<CatchUpBody> {
    const { replica, origin } = this.#source;
    const ownSeq = replica.vector.get(origin);
    const from = this.#clock.mono();
    let pausedMs = 0;
    const body =
      (how === 'suffix' || how === 'none') && have
        ? this.#suffix(how, have)
        : await this.#states(how === 'delta' ? have : undefined, (ms) => {
            pausedMs += ms;
          });
    const mono = this.#clock.mono();
    if (this.#cached.size >= MAX_CACHED) this.#cached.clear();
    this.#cached.set(key, { body, revision, ownSeq, madeAt: mono, costMs: mono - from - pausedMs });
    return body;
  }

  #isGoodEnough(cached: Cached): boolean {
    const isHealable = cached.ownSeq + 1 >= this.#source.log.firstSeq;
    return isHealable && this.#clock.mono() - cached.madeAt < cached.costMs / ENCODE_SHARE;
  }

  #suffix(how: 'suffix' | 'none', have: Held): CatchUpBody {
    const { replica, origin, log } = this.#source;
    const firstSeq = have.vector.get(origin) + 1;
    const batches = how === 'none' ? [] : (log.from(firstSeq) ?? []);
    const bytes = packSuffix(batches.length > 0 ? [{ origin, firstSeq, batches }] : []);
    return { how: 'suffix', bytes, elements: 0, vector: replica.vector.pairs() };
  }

  /** [RPL-3] The vector is that of before the first step: what came later is in some rows already, and comes again as frames. */
  async #states(known: Held | undefined, paused: (ms: number) => void): Promise<CatchUpBody> {
    const { replica } = this.#source;
    const vector = replica.vector.pairs();
    const packer = new StatesPacker(replica.board.statesPast(known?.vector));
    while (packer.step()) {
      const from = this.#clock.mono();
      await new Promise<void>((resolve) => this.#clock.after(0, resolve));
      paused(this.#clock.mono() - from);
    }
    return { how: known ? 'delta' : 'snapshot', bytes: packer.finish(), elements: packer.elements, vector };
  }

  /** Lets go of what nobody has wanted lately. */
  forgetOld(mono: number): void {
    for (const [key, cached] of this.#cached) if (mono - cached.madeAt > CACHE_LIFE_MS) this.#cached.delete(key);
  }
}

/** [RPL-2] The stream: totals, chunks, and where the reader is at the end. Paced by its reader. */
export async function* streamBody(body: CatchUpBody, epoch: Epoch, members: () => MemberEntry[]): AsyncGenerator<CatchUpItem> {
  const { how, bytes, elements, vector } = body;
  yield { kind: 'start', how, epoch, bytes: bytes.length, elements };
  for (let at = 0; at < bytes.length; at += LIMITS.catchUpChunkBytes) {
    yield { kind: 'chunk', bytes: bytes.subarray(at, at + LIMITS.catchUpChunkBytes) };
  }
  yield { kind: 'end', vector, members: members() };
}
