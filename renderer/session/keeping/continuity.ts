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
import type { OwnSteps } from '../writing/own-steps.ts';
import { AwayLog } from './away-log.ts';
import { type LastBoard, type LastBoardBytes, packLastBoard } from './last-board.ts';
import type { LostCopyTracker } from './lost-copy.ts';
import { memoryVault } from './memory-vault.ts';
import { inheritWork } from './old-vault.ts';
import type { Vault } from './vault.ts';
import { isUsable, type KeptWork, readVault } from './vault-parts.ts';
import { VaultWriter } from './vault-writer.ts';

/** The identity of this session, and what an earlier session with the same client id left. */
export interface Identity {
  readonly secret: ClientSecret;
  readonly clientId: ClientId;
  readonly vault: Vault;
  /** Undefined for a new identity. */
  readonly kept: KeptWork | undefined;
  /** The content of a vault in format 1: the next write replaces it. */
  readonly inherited?: KeptWork;
}

/** Takes ownership of the vault. Without a vault the identity ends with the session. */
export function identityFrom(given: Vault | undefined, random: Random): Identity {
  // A vault with damage in an essential part is left unchanged.
  const isGood = given !== undefined && isUsable(given.found);
  const vault = isGood ? given : memoryVault(random);
  if (!isGood) given?.release();
  const kept = readVault(vault);
  const secret = kept?.secret ?? newClientSecret(random);
  const clientId = clientIdOf(secret);
  if (!kept || kept.secret) return { secret, clientId, vault, kept };
  // The new identity has joined no epoch. It takes the room's board as it is, and applies the inherited work on top.
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
  /** The room's board as the device saw it last. */
  readonly last: LastBoard | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly outbox: Outbox;
  readonly steps: OwnSteps;
  readonly sync: RoomSync;
  readonly lost: LostCopyTracker;
  readonly tell: Tell;
}

/** The state that continues over a time away, and from one session to the next with the same client id. */
export class Continuity {
  readonly #options: ContinuityOptions;
  readonly #away = new AwayLog();
  readonly #writer: VaultWriter;
  #returned: SessionStatus['returned'];
  #link: 'live' | 'away' = 'away';
  /** The time of the last change on the board. Milliseconds since 1970. */
  #upTo: number;
  /** The time of the shown board, while it is only the last board of the device. Milliseconds since 1970. */
  #asOf: number | undefined;
  /** The whole board of the current epoch is here. */
  #isWhole = false;

  constructor(options: ContinuityOptions) {
    const { identity, clock, outbox, sync, lost } = options;
    this.#options = options;
    const { kept } = identity;
    if (kept || options.last) this.#resume(kept, options.last);
    this.#upTo = (kept && kept.batches.length > 0 ? kept.at : (this.#asOf ?? kept?.at)) ?? clock.now();
    this.#writer = new VaultWriter({
      ...identity,
      clock,
      random: options.random,
      log: options.log,
      outbox,
      steps: options.steps,
      sync,
      lost,
      away: this.#away,
      tell: options.tell,
    });
  }

  begin(): void {
    this.#writer.begin();
  }

  /**
   * Restores what an earlier session left: the last board of the device, its outbox on top, and its lost copy, which waits for a
   * decision. If the hub has lost the board, all of that becomes a lost copy when the hub is reached.
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

  /** The time of the last change on the board. Milliseconds since 1970. */
  get upTo(): number {
    return this.#upTo;
  }

  /** The board has changed. */
  changed(): void {
    this.#upTo = this.#options.clock.now();
  }

  /** Packs the board as this device has seen it, for the next session. Undefined while the room's board is not completely here. */
  packLastBoard(): Generator<undefined, LastBoardBytes> | undefined {
    const { epoch, replica } = this.#options.sync;
    if (epoch === undefined || !this.#isWhole) return undefined;
    return packLastBoard(replica.board, { epoch, vector: replica.vector, upTo: this.#upTo });
  }

  /** The ordinal of a new element. */
  nextOrdinal(): number {
    return this.#writer.nextOrdinal();
  }
  usesLamport(lamport: number): void {
    this.#writer.usesLamport(lamport);
  }

  /** An own change is on the board and in the outbox. */
  drew(ids: readonly ElementId[]): void {
    this.#away.drew(ids, this.#options.outbox.lastPlace);
    this.#writer.kick();
  }

  /** Sets the state of the connection as the person sees it. */
  linkIs(now: 'live' | 'away'): void {
    if (now === this.#link) return;
    this.#link = now;
    const mono = this.#options.clock.mono();
    if (now === 'away') this.#away.cut(mono);
    else this.#away.live(mono);
    this.#writer.linkChanged();
    this.settled();
  }

  /** The hub has lost the board: its elements are in the lost copy. */
  epochLost(): void {
    this.#away.forget();
    this.#asOf = undefined;
    this.#isWhole = false;
    this.#writer.kick();
  }

  /** Elements that others changed while this client was away. */
  missed(ids: Iterable<ElementId>): void {
    this.#away.missed(ids);
  }

  refused(ops: readonly Op[]): void {
    this.#away.refused(ops.flatMap(targetsOf));
    this.settled();
  }

  /** Joined, with nothing missing. */
  synced(): void {
    this.#asOf = undefined;
    this.#isWhole = true;
    this.settled();
  }

  /** The outbox or the lost copy may have become smaller. */
  settled(): void {
    this.#writer.kick();
    const returned = this.#away.settled(this.#options.outbox, this.#options.clock.mono());
    if (!returned) return;
    this.#returned = returned;
    this.#options.tell({ kind: 'statusChanged' });
  }

  status(): Pick<SessionStatus, 'outboxKept' | 'returned' | 'asOf'> {
    return { outboxKept: this.#writer.kept, returned: this.#returned, asOf: this.#asOf };
  }

  /** Writes unsent work and undo steps now, because the page may be left. */
  keep(): void {
    this.#writer.keep();
  }

  /** Writes the rest and releases the identity. Safe to call twice. */
  close(): void {
    this.#writer.close();
  }
}

/** Unsent work belongs to one epoch. A copy that waits for a decision belongs to another epoch than the last board. */
function belongsTo(last: LastBoard, kept: KeptWork | undefined): boolean {
  if (!kept) return true;
  if (kept.lost?.epoch === last.epoch) return false;
  return kept.batches.length === 0 || kept.epoch === last.epoch;
}
