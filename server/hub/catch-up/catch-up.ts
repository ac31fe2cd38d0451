import type { Clock, Random } from '../../../core/base/host.ts';
import { SingleFlight } from '../../../core/base/single-flight.ts';
import { base64url, type Epoch, type InstanceId } from '../../../core/board/ids.ts';
import type { CatchUpItem, ElsewhereMembers, MemberEntry, Welcome } from '../../../core/contract/hub-contract.ts';
import { refusalText } from '../../../core/contract/refusal-codes.ts';
import { packSuffix } from '../../../core/room/catch-up.ts';
import type { Replica } from '../../../core/room/replica.ts';
import { StatesPacker } from '../../../core/room/states-packer.ts';
import { CallRefused } from '../../ports/client-transport.ts';
import type { Held } from '../join-request.ts';
import { pause } from '../turns/pause.ts';
import type { TurnGate } from '../turns/turn-gate.ts';
import type { BatchLog } from './batch-log.ts';
import { BodyReaders, type BodyReading } from './body-readers.ts';
import { BodyShelf, type ShelvedBody } from './body-shelf.ts';
import type { CatchUpBody } from './catch-up-body.ts';
import type { CatchUpWish } from './catch-up-request.ts';

/** What a room has to catch up from. */
export interface CatchUpSource {
  /** Whether what is known of that epoch is known of this board. */
  readonly isOfEpoch: (epoch: Epoch) => boolean;
  readonly origin: InstanceId;
  readonly replica: Replica;
  readonly log: BatchLog;
}

/** [RPL-1] What to give to somebody who has `have`. */
export function planCatchUp(source: CatchUpSource, have: Held | undefined): Welcome['catchUp'] {
  const { vector } = source.replica;
  // Nothing was ever drawn here, and a new client has nothing.
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
 * Bytes of one chunk, `LIMITS.catchUpChunkBytes` at most. A client hears of a message when all of it is here, and takes a line on which it
 * hears nothing for dead: at 6 KB/s this is 2.7 s. More in one would save nothing that can be measured (`npm run bench:join`).
 */
const CHUNK_BYTES = 16 * 1024;

/** A body, and where its reader goes on. */
export interface ServedBody {
  readonly body: CatchUpBody;
  readonly at: number;
  readonly reading: BodyReading;
}

/** At most this share of the time goes into encoding for newcomers, however busy the room is. */
const ENCODE_SHARE = 0.1;
/** Encodings of a room that go on at a time. Who wants yet another one gets the snapshot, which is good for everybody. */
const MAX_MAKING = 4;

/**
 * Makes catch-up bytes and keeps them while they are good. In a room where somebody draws, a body is out of date with the next frame; it is
 * given out all the same for ten times as long as it took to make, as long as the log holds what came after: the reader finds the hole in
 * its next frame and asks for the suffix [SEQ-3]. So 200 people who come at once cost a few encodings and not 200. A large board is encoded
 * in steps, and the room goes on in between.
 */
export class CatchUpMaker {
  readonly #source: CatchUpSource;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #shelf = new BodyShelf();
  readonly #readers = new BodyReaders();
  readonly #making = new SingleFlight<string, CatchUpBody>();

  constructor(source: CatchUpSource, clock: Clock, random: Random) {
    this.#source = source;
    this.#clock = clock;
    this.#random = random;
  }

  /** [RPL-4] The body that an earlier stream broke off in, if it is still here, else the one that is right now. `revision` as in `make`. */
  async serve({ have, resume }: CatchUpWish, revision: number): Promise<ServedBody> {
    const begun = resume && this.#shelf.byId(resume.id)?.body;
    if (resume && begun && resume.at <= begun.bytes) return this.#served(begun, resume.at);
    return this.#served(await this.make(have, revision), 0);
  }

  #served(body: CatchUpBody, at: number): ServedBody {
    return { body, at, reading: this.#readers.begin(body) };
  }

  /** `revision` changes with every change of the board. */
  make(have: Held | undefined, revision: number): Promise<CatchUpBody> {
    const how = planCatchUp(this.#source, have);
    if (how === 'snapshot' || !have) return this.#makeOnce('snapshot', 'snapshot', undefined, revision);
    const key = `${how} ${JSON.stringify(have.vector.pairs())}`;
    if (this.#making.size >= MAX_MAKING && !this.#making.of(key))
      return this.#makeOnce('snapshot', 'snapshot', undefined, revision);
    return this.#makeOnce(key, how, have, revision);
  }

  #makeOnce(key: string, how: Welcome['catchUp'], have: Held | undefined, revision: number): Promise<CatchUpBody> {
    const kept = this.#shelf.newest(key);
    if (kept && (kept.revision === revision || this.#isGoodEnough(kept))) return Promise.resolve(kept.body);
    return this.#making.run(key, () => this.#make(key, how, have, revision));
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
    this.#shelf.put({ body, key, revision, ownSeq, madeAt: mono, costMs: mono - from - pausedMs }, mono);
    return body;
  }

  #isGoodEnough(kept: ShelvedBody): boolean {
    const isHealable = kept.ownSeq + 1 >= this.#source.log.firstSeq;
    return isHealable && this.#clock.mono() - kept.madeAt < kept.costMs / ENCODE_SHARE;
  }

  /** `parts` one after the other, cut into chunks. */
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

  #suffix(how: 'suffix' | 'none', have: Held): CatchUpBody {
    const { replica, origin, log } = this.#source;
    const firstSeq = have.vector.get(origin) + 1;
    const batches = how === 'none' ? [] : (log.from(firstSeq) ?? []);
    const bytes = packSuffix(batches.length > 0 ? [{ origin, firstSeq, batches }] : []);
    return { ...this.#body('suffix', [bytes]), elements: 0, vector: replica.vector.pairs() };
  }

  /** [RPL-3] The vector is that of before the first step: what came later is in some rows already, and comes again as frames. */
  async #states(known: Held | undefined, paused: (ms: number) => void): Promise<CatchUpBody> {
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

  /** Somebody has stopped reading the body, at its end or before. */
  read({ body, reading }: ServedBody): void {
    reading.end();
    this.#shelf.used(body, this.#clock.mono());
  }

  /** Lets go of what nobody has wanted lately. */
  forgetOld(mono: number): void {
    this.#shelf.forgetOld(mono);
  }
}

/** What the stream says about the room around the body. */
export interface StreamedRoom {
  readonly epoch: Epoch;
  members(): MemberEntry[];
  membersElsewhere(): readonly ElsewhereMembers[];
}

/** [RPL-2] The stream: totals, chunks, and where the reader is at the end. Paced by its reader, and by all who read at a time (`gate`). */
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
    // A reader goes on at the end of a chunk; one that does not is given the rest of it.
    yield skipped === 0 ? chunk : { kind: 'chunk', bytes: (chunk.bytes as Uint8Array).subarray(skipped) };
  }
  const elsewhere = room.membersElsewhere();
  yield { kind: 'end', vector, members: room.members(), ...(elsewhere.length > 0 ? { elsewhere } : {}) };
}
