import type { Clock, Random } from '../../../core/base/host.ts';
import { SingleFlight } from '../../../core/base/single-flight.ts';
import { base64url, type Epoch, type InstanceId } from '../../../core/board/ids.ts';
import type { CatchUpItem, ElsewhereMembers, MemberEntry, Welcome } from '../../../core/contract/hub-contract.ts';
import { refusalText } from '../../../core/contract/refusal-codes.ts';
import { packSuffix } from '../../../core/room/catch-up.ts';
import type { Replica } from '../../../core/room/replica.ts';
import { StatesPacker } from '../../../core/room/snapshot/states-packer.ts';
import { CallRefused } from '../../ports/client-transport.ts';
import type { KnownState } from '../join-request.ts';
import { pause } from '../turns/pause.ts';
import type { TurnGate } from '../turns/turn-gate.ts';
import type { BatchLog } from './batch-log.ts';
import { BodyReaders, type BodyReading } from './body-readers.ts';
import type { CatchUpBody } from './catch-up-body.ts';
import { type CachedBody, CatchUpCache } from './catch-up-cache.ts';
import type { CatchUpWish } from './catch-up-request.ts';

/** The parts of a room from which a client can catch up. */
export interface CatchUpSource {
  /** True when a vector of that epoch is valid for this board. */
  readonly isOfEpoch: (epoch: Epoch) => boolean;
  readonly origin: InstanceId;
  readonly replica: Replica;
  readonly log: BatchLog;
}

/** [RPL-1] Chooses the kind of body for a client that has `have`. */
export function planCatchUp(source: CatchUpSource, have: KnownState | undefined): Welcome['catchUp'] {
  const { vector } = source.replica;
  // The board was never drawn on, and a new client has nothing.
  if (have === undefined && vector.pairs().length === 0) return 'none';
  if (have === undefined || !source.isOfEpoch(have.epoch)) return 'snapshot';
  if (have.vector.covers(vector)) return 'none';
  for (const [origin, seq] of vector.pairs()) {
    const known = have.vector.get(origin);
    if (known >= seq) continue;
    if (origin !== source.origin || known + 1 < source.log.firstSeq) return 'delta';
  }
  return 'suffix';
}

/**
 * Bytes of one chunk; at most `LIMITS.catchUpChunkBytes`. A client sees a message only when it is complete, and takes a silent
 * connection for dead: at 6 KB/s this chunk takes 2.7 s. Larger chunks save nothing measurable (`npm run bench:join`).
 */
const CHUNK_BYTES = 16 * 1024;

/** A body, and the reader's position in it. */
export interface ServedBody {
  readonly body: CatchUpBody;
  readonly at: number;
  readonly reading: BodyReading;
}

/** Share of the time that encoding for joining clients may take, however busy the room is. */
const ENCODE_SHARE = 0.1;
/** Encodings of a room that run at a time. A client that would need one more gets the snapshot, which fits every client. */
const MAX_MAKING = 4;

/**
 * Encodes catch-up bodies and caches them.
 * In a busy room a body is out of date with the next frame. It is still served for ten times as long as it took to encode, while
 * the log holds the later batches: its reader finds the gap in its next frame and asks for the suffix [SEQ-3]. So 200 clients
 * that join at once cost a few encodings instead of 200. A large board is encoded in steps, and the room continues in between.
 */
export class CatchUpMaker {
  readonly #source: CatchUpSource;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #cache = new CatchUpCache();
  readonly #readers = new BodyReaders();
  readonly #making = new SingleFlight<string, CatchUpBody>();

  constructor(source: CatchUpSource, clock: Clock, random: Random) {
    this.#source = source;
    this.#clock = clock;
    this.#random = random;
  }

  /** [RPL-4] The body of an interrupted stream if it is still cached, else a current one. `revision` as in `make`. */
  async serve({ have, resume }: CatchUpWish, revision: number): Promise<ServedBody> {
    const begun = resume && this.#cache.byId(resume.id)?.body;
    if (resume && begun && resume.at <= begun.bytes) return this.#served(begun, resume.at);
    return this.#served(await this.make(have, revision), 0);
  }

  #served(body: CatchUpBody, at: number): ServedBody {
    return { body, at, reading: this.#readers.begin(body) };
  }

  /** `revision` changes with every change of the board. */
  make(have: KnownState | undefined, revision: number): Promise<CatchUpBody> {
    const how = planCatchUp(this.#source, have);
    if (how === 'snapshot' || !have) return this.#makeOnce('snapshot', 'snapshot', undefined, revision);
    const key = `${how} ${JSON.stringify(have.vector.pairs())}`;
    if (this.#making.size >= MAX_MAKING && !this.#making.of(key))
      return this.#makeOnce('snapshot', 'snapshot', undefined, revision);
    return this.#makeOnce(key, how, have, revision);
  }

  #makeOnce(key: string, how: Welcome['catchUp'], have: KnownState | undefined, revision: number): Promise<CatchUpBody> {
    const kept = this.#cache.newest(key);
    if (kept && (kept.revision === revision || this.#isGoodEnough(kept))) return Promise.resolve(kept.body);
    return this.#making.run(key, () => this.#make(key, how, have, revision));
  }

  async #make(key: string, how: Welcome['catchUp'], have: KnownState | undefined, revision: number): Promise<CatchUpBody> {
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
    this.#cache.put({ body, key, revision, ownSeq, madeAt: mono, costMs: mono - from - pausedMs }, mono);
    return body;
  }

  #isGoodEnough(kept: CachedBody): boolean {
    const isHealable = kept.ownSeq + 1 >= this.#source.log.firstSeq;
    return isHealable && this.#clock.mono() - kept.madeAt < kept.costMs / ENCODE_SHARE;
  }

  /** Joins `parts` and cuts them into chunks. */
  #body(how: CatchUpBody['how'], parts: readonly Uint8Array[]): Pick<CatchUpBody, 'id' | 'how' | 'chunks' | 'bytes'> {
    const chunks: CatchUpBody['chunks'][number][] = [];
    let size = 0;
    for (const part of parts) {
      size += part.length;
      for (let at = 0; at < part.length; at += CHUNK_BYTES) {
        chunks.push({ kind: 'chunk', bytes: part.subarray(at, at + CHUNK_BYTES) });
      }
    }
    return { id: base64url(this.#random.bytes(8)), how, chunks, bytes: size };
  }

  #suffix(how: 'suffix' | 'none', have: KnownState): CatchUpBody {
    const { replica, origin, log } = this.#source;
    const firstSeq = have.vector.get(origin) + 1;
    const batches = how === 'none' ? [] : (log.from(firstSeq) ?? []);
    const bytes = packSuffix(batches.length > 0 ? [{ origin, firstSeq, batches }] : []);
    return { ...this.#body('suffix', [bytes]), elements: 0, vector: replica.vector.pairs() };
  }

  /** [RPL-3] The vector is from before the first step. Later changes may be in some rows already, and come again as frames. */
  async #states(known: KnownState | undefined, paused: (ms: number) => void): Promise<CatchUpBody> {
    const { replica } = this.#source;
    const vector = replica.vector.pairs();
    const packer = new StatesPacker(replica.board.statesPast(known?.vector));
    while (packer.step()) {
      const from = this.#clock.mono();
      await pause(this.#clock, 0);
      paused(this.#clock.mono() - from);
    }
    return { ...this.#body(known ? 'delta' : 'snapshot', packer.finish()), elements: packer.elements, vector };
  }

  /** The reader has stopped, at the end of the body or before. */
  read({ body, reading }: ServedBody): void {
    reading.end();
    this.#cache.used(body, this.#clock.mono());
  }

  /** Drops bodies that were not used lately. */
  forgetOld(mono: number): void {
    this.#cache.forgetOld(mono);
  }
}

/** State of the room that the stream adds to the body. */
export interface StreamedRoom {
  readonly epoch: Epoch;
  members(): MemberEntry[];
  membersElsewhere(): readonly ElsewhereMembers[];
}

/** [RPL-2] The stream: totals, chunks, and the final vector. Its reader and all concurrent readers (`gate`) set its pace. */
export async function* streamBody(
  { body, at, reading }: ServedBody,
  room: StreamedRoom,
  gate: TurnGate,
): AsyncGenerator<CatchUpItem> {
  const { id, how, chunks, bytes, elements, vector } = body;
  yield { kind: 'start', how, epoch: room.epoch, id, at, bytes, elements };
  let from = 0;
  for (const chunk of chunks) {
    const skipped = Math.max(0, at - from);
    from += chunk.bytes.length;
    if (skipped > 0 && from <= at) continue;
    const turn = gate.pass();
    if (turn) await turn;
    if (reading.isCut()) throw new CallRefused(refusalText('catch_up.outdated'));
    // A reader normally resumes at the end of a chunk. Otherwise it gets the rest of that chunk.
    yield skipped === 0 ? chunk : { kind: 'chunk', bytes: (chunk.bytes as Uint8Array).subarray(skipped) };
  }
  const elsewhere = room.membersElsewhere();
  yield { kind: 'end', vector, members: room.members(), ...(elsewhere.length > 0 ? { elsewhere } : {}) };
}
