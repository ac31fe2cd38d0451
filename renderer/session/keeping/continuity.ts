import type { Clock, Log, Random } from '../../../core/base/host.ts';
import { type ClientId, type ClientSecret, clientIdOf, type ElementId, newClientSecret } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import { Replica } from '../../../core/room/replica.ts';
import { VersionVector } from '../../../core/room/version-vector.ts';
import type { SessionStatus } from '../session.ts';
import type { Tell } from '../session-event.ts';
import type { RoomSync } from '../sync/room-sync.ts';
import { targetsOf } from '../writing/op-targets.ts';
import type { Outbox } from '../writing/outbox.ts';
import { AwayLog } from './away-log.ts';
import { type LastBoard, type LastBoardBytes, packLastBoard } from './last-board.ts';
import type { LostCopyKeeper } from './lost-copy.ts';
import { memoryVault } from './memory-vault.ts';
import { inheritWork } from './old-vault.ts';
import type { Vault } from './vault.ts';
import { VaultKeeper } from './vault-keeper.ts';
import { isUsable, type KeptWork, readVault } from './vault-parts.ts';

/** Who this session is, and what an earlier session with the same client id left. */
export interface Identity {
  readonly secret: ClientSecret;
  readonly clientId: ClientId;
  readonly vault: Vault;
  /** Undefined for a new identity. */
  readonly kept: KeptWork | undefined;
  /** What the vault still holds in format 1: the next write replaces it. */
  readonly inherited?: KeptWork;
}

/** Takes ownership of the vault; without one the identity lasts as long as the session. */
export function identityFrom(given: Vault | undefined, random: Random): Identity {
  // One that is damaged where it counts stays as it is.
  const isGood = given !== undefined && isUsable(given.found);
  const vault = isGood ? given : memoryVault(random);
  if (!isGood) given?.release();
  const kept = readVault(vault);
  const secret = kept?.secret ?? newClientSecret(random);
  const clientId = clientIdOf(secret);
  if (!kept || kept.secret) return { secret, clientId, vault, kept };
  // The heir has joined no epoch: it takes the room as it finds it, and its work goes on top.
  const batches = inheritWork(kept, clientId);
  return {
    secret,
    clientId,
    vault,
    kept: { ...kept, batches, strokes: [], epoch: undefined, vector: new VersionVector() },
    inherited: kept,
  };
}

export interface ContinuityOptions {
  readonly identity: Identity;
  /** What the device saw last of the room. */
  readonly last: LastBoard | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly outbox: Outbox;
  readonly sync: RoomSync;
  readonly lost: LostCopyKeeper;
  readonly tell: Tell;
}

/** What goes on over a time away, and from one session to the next with the same client id. */
export class Continuity {
  readonly #options: ContinuityOptions;
  readonly #away = new AwayLog();
  readonly #keeper: VaultKeeper;
  #returned: SessionStatus['returned'];
  #link: 'live' | 'away' = 'away';
  /** Milliseconds since 1970 of the last change that is on the board. */
  #upTo: number;
  /** Up to when what is shown is known, while it is only what the device saw last. */
  #asOf: number | undefined;
  /** All of the room is here, in the epoch of now. */
  #isWhole = false;

  constructor(options: ContinuityOptions) {
    const { identity, clock, outbox, sync, lost } = options;
    this.#options = options;
    const { kept } = identity;
    if (kept || options.last) this.#resume(kept, options.last);
    this.#upTo = (kept && kept.batches.length > 0 ? kept.at : (this.#asOf ?? kept?.at)) ?? clock.now();
    this.#keeper = new VaultKeeper({
      ...identity,
      clock,
      random: options.random,
      log: options.log,
      outbox,
      sync,
      lost,
      away: this.#away,
      tell: options.tell,
    });
  }

  begin(): void {
    this.#keeper.begin();
  }

  /**
   * What an earlier session left: the board that the device saw last, its outbox on it again, and its lost copy, which waits for a decision.
   * If the hub has lost the board, all of that is a lost copy when the hub is reached.
   */
  #resume(kept: KeptWork | undefined, last: LastBoard | undefined): void {
    const { clock, outbox, sync, lost, identity } = this.#options;
    const toMono = clock.mono() - clock.now();
    for (const { place, n, ops, queuedAt } of kept?.batches ?? [])
      outbox.restore({ place, n, ops, firstQueuedAt: queuedAt + toMono });
    const entries = outbox.entries();
    const seen = last && belongsTo(last, kept) ? last : undefined;
    if (entries.length > 0 || seen) {
      const replica = new Replica();
      if (seen) replica.board.merge(seen.states);
      replica.board.merge(kept?.strokes ?? []);
      for (const { ops } of entries) replica.board.apply(identity.clientId, ops);
      const known = entries.length > 0 ? kept?.vector : seen?.vector;
      sync.resume(replica, seen?.epoch ?? kept?.epoch, known ?? new VersionVector());
      this.#asOf = seen?.upTo;
    }
    if (entries.length > 0 && kept) {
      const drawn = entries.flatMap(({ ops }) => ops.flatMap(targetsOf));
      this.#away.resume((kept.awaySince ?? kept.at) + toMono, drawn, outbox.lastPlace);
    }
    if (kept?.lost) lost.hold(kept.lost, sync.replica.board);
  }

  /** Milliseconds since 1970 of the last change that is on the board. */
  get upTo(): number {
    return this.#upTo;
  }

  /** The board here looks different. */
  changed(): void {
    this.#upTo = this.#options.clock.now();
  }

  /** What this device has seen of the room, for the next session; undefined while not all of the room is here. */
  packLastBoard(): Generator<undefined, LastBoardBytes> | undefined {
    const { epoch, replica } = this.#options.sync;
    if (epoch === undefined || !this.#isWhole) return undefined;
    return packLastBoard(replica.board, { epoch, vector: replica.vector, upTo: this.#upTo });
  }

  /** The ordinal of a new element. */
  nextOrdinal(): number {
    return this.#keeper.nextOrdinal();
  }
  usesLamport(lamport: number): void {
    this.#keeper.usesLamport(lamport);
  }

  /** An own change is on the board and in the outbox. */
  drew(ids: readonly ElementId[]): void {
    this.#away.drew(ids, this.#options.outbox.lastPlace);
    this.#keeper.kick();
  }

  /** Whether the hub is there, as the person is told it. */
  linkIs(now: 'live' | 'away'): void {
    if (now === this.#link) return;
    this.#link = now;
    const mono = this.#options.clock.mono();
    if (now === 'away') this.#away.cut(mono);
    else this.#away.live(mono);
    this.#keeper.linkChanged();
    this.settled();
  }

  /** The hub has lost the board: what was drawn on it is in the lost copy. */
  epochLost(): void {
    this.#away.forget();
    this.#asOf = undefined;
    this.#isWhole = false;
    this.#keeper.kick();
  }

  /** What others did meanwhile. */
  missed(ids: Iterable<ElementId>): void {
    this.#away.missed(ids);
  }

  refused(ops: readonly Op[]): void {
    this.#away.refused(ops.flatMap(targetsOf));
    this.settled();
  }

  /** Joined, and nothing is missing. */
  synced(): void {
    this.#asOf = undefined;
    this.#isWhole = true;
    this.settled();
  }

  /** The outbox or the lost copy may hold less than before. */
  settled(): void {
    this.#keeper.kick();
    const returned = this.#away.settled(this.#options.outbox, this.#options.clock.mono());
    if (!returned) return;
    this.#returned = returned;
    this.#options.tell({ kind: 'statusChanged' });
  }

  status(): Pick<SessionStatus, 'outboxKept' | 'returned' | 'asOf'> {
    return { outboxKept: this.#keeper.kept, returned: this.#returned, asOf: this.#asOf };
  }

  /** Writes what is unsent, now. */
  keep(): void {
    this.#keeper.flush();
  }

  /** Writes what is left and gives the identity back. Safe to call twice. */
  close(): void {
    this.#keeper.close();
  }
}

/** What was unsent belongs to one life of the board, and a copy that waits for a decision is of another than the one that was seen last. */
function belongsTo(last: LastBoard, kept: KeptWork | undefined): boolean {
  if (!kept) return true;
  if (kept.lost?.epoch === last.epoch) return false;
  return kept.batches.length === 0 || kept.epoch === last.epoch;
}
