import type { ClientId } from '../../../core/board/ids.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';

/** A refused batch, and `clock.mono()` of the refusal. */
export interface RefusedBatch {
  readonly n: number;
  readonly code: RefusalCode;
  readonly at: number;
}

/** What a room knows of one client's batches in this epoch, over all its connections. */
export interface ClientRecord {
  /** Highest n that was accepted or refused; 0 before the first. */
  lastN: number;
  /** The last few refusals, oldest first. Usually undefined: none. */
  refused: RefusedBatch[] | undefined;
  /**
   * The next batch may have any greater n, because unknown numbers may be used up [ADM-2]: on a new connection, and when a store
   * or another instance reported `lastN`, which does not count later refusals.
   */
  mayJump: boolean;
}

/** Most clients that a room remembers: enough for a room's life, and a bound against made-up ids. */
const MAX_CLIENTS = 20_000;
const MAX_REFUSED = 64;
/** Longer than the detection of a dead connection: a refusal sent into one is lost. Milliseconds. */
const REFUSED_LIFE_MS = 60_000;

export class ClientRecords {
  readonly #records = new Map<ClientId, ClientRecord>();

  /** The client's record, or a new one. It is stored from the client's first batch on (`keep`). */
  of(clientId: ClientId): ClientRecord {
    return this.#records.get(clientId) ?? { lastN: 0, refused: undefined, mayJump: false };
  }

  /** [SAVE-3] The records of a stored room. */
  static stored(clients: readonly (readonly [ClientId, number])[]): ClientRecords {
    const records = new ClientRecords();
    for (const [clientId, n] of clients) records.keepStored(clientId, n);
    return records;
  }

  keepStored(clientId: ClientId, lastN: number): void {
    this.keep(clientId, { lastN, refused: undefined, mayJump: true });
  }

  /** [HS-3] Another instance handled `n` of this client. `present`: its record, while it is a member here. */
  learn(clientId: ClientId, n: number, present: ClientRecord | undefined): void {
    const record = present ?? this.of(clientId);
    if (n <= record.lastN) return;
    record.lastN = n;
    record.mayJump = true;
    this.keep(clientId, record);
  }

  /** Highest n by client: the stored records and those of `present`, which are stored only when they leave. */
  lastNumbers(present: Iterable<readonly [ClientId, ClientRecord]>): [ClientId, number][] {
    const numbers = new Map<ClientId, number>();
    for (const [clientId, { lastN }] of this.#records) numbers.set(clientId, lastN);
    for (const [clientId, { lastN }] of present) if (lastN > 0) numbers.set(clientId, lastN);
    return [...numbers];
  }

  /** Beyond the bound, the record stored longest ago is dropped. */
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

/** Refusals that a returning client may not have received. Without them its board would differ from all others. */
export function refusalsToRepeat(record: ClientRecord, mono: number): readonly RefusedBatch[] {
  return record.refused?.filter(({ at }) => mono - at < REFUSED_LIFE_MS) ?? [];
}
