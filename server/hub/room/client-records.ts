import type { ClientId } from '../../../core/board/ids.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';

/** A batch that was refused, and when (`clock.mono()`). */
export interface RefusedBatch {
  readonly n: number;
  readonly code: RefusalCode;
  readonly at: number;
}

/** What a room knows of one client's batches in this epoch, over all its connections. */
export interface ClientRecord {
  /** Highest n dealt with, refused ones included; 0 before the first one. */
  lastN: number;
  /** The last few refusals, oldest first; undefined for none, which is the rule. */
  refused: RefusedBatch[] | undefined;
  /**
   * The next batch may have any greater n: numbers may be used up that are not known here [ADM-2]. So on a new connection, and when a store or
   * another instance told `lastN`, which does not count what was refused after it.
   */
  mayJump: boolean;
}

/** Clients that a room remembers: enough for a room's life, a bound against one who makes ids up. */
const MAX_CLIENTS = 20_000;
const MAX_REFUSED = 64;
/** Longer than it takes to notice that a connection is dead: a refusal sent into one is lost. */
const REFUSED_LIFE_MS = 60_000;

export class ClientRecords {
  readonly #records = new Map<ClientId, ClientRecord>();

  /** The client's record, a new one for a client not seen before. It is kept from its first batch on (`keep`). */
  of(clientId: ClientId): ClientRecord {
    return this.#records.get(clientId) ?? { lastN: 0, refused: undefined, mayJump: false };
  }

  /** [SAVE-3] Those of a room that was stored. */
  static stored(clients: readonly (readonly [ClientId, number])[]): ClientRecords {
    const records = new ClientRecords();
    for (const [clientId, n] of clients) records.keepStored(clientId, n);
    return records;
  }

  keepStored(clientId: ClientId, lastN: number): void {
    this.keep(clientId, { lastN, refused: undefined, mayJump: true });
  }

  /** [HS-3] Another instance dealt with `n` of this client. `present`: its record, while it is a member here. */
  learn(clientId: ClientId, n: number, present: ClientRecord | undefined): void {
    const record = present ?? this.of(clientId);
    if (n <= record.lastN) return;
    record.lastN = n;
    record.mayJump = true;
    this.keep(clientId, record);
  }

  /** Highest n by client: those kept, and those of `present`, who are not kept before they go. */
  lastNumbers(present: Iterable<readonly [ClientId, ClientRecord]>): [ClientId, number][] {
    const numbers = new Map<ClientId, number>();
    for (const [clientId, { lastN }] of this.#records) numbers.set(clientId, lastN);
    for (const [clientId, { lastN }] of present) if (lastN > 0) numbers.set(clientId, lastN);
    return [...numbers];
  }

  /** The one that was kept longest ago is forgotten first. */
  keep(clientId: ClientId, record: ClientRecord): void {
    if (record.lastN === 0) return;
    this.#records.delete(clientId);
    if (this.#records.size >= MAX_CLIENTS) {
      const [oldest] = this.#records.keys();
      if (oldest !== undefined) this.#records.delete(oldest);
    }
    this.#records.set(clientId, record);
  }
}

export function rememberRefused(record: ClientRecord, refused: RefusedBatch): void {
  record.refused ??= [];
  record.refused.push(refused);
  if (record.refused.length > MAX_REFUSED) record.refused.shift();
}

/** Refusals that a client which comes back may never have read: the lost answer would leave its board different from all others. */
export function refusalsToRepeat(record: ClientRecord, mono: number): readonly RefusedBatch[] {
  return record.refused?.filter(({ at }) => mono - at < REFUSED_LIFE_MS) ?? [];
}
