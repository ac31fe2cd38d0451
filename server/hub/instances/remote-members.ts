import type { ClientId, InstanceId } from '../../../core/board/ids.ts';
import type { MemberEntry } from '../../../core/contract/hub-contract.ts';
import type { MemberChange } from '../../../core/room/frame.ts';

/** Most members of one instance in one room: a bound against a faulty instance. */
const MAX_MEMBERS = 4_096;

/** The members of one room at other instances, by instance. A member number is unique only together with its instance. */
export class RemoteMembers {
  readonly #tables = new Map<InstanceId, Map<number, MemberEntry>>();
  /** [AUD-4] For each of these instances, the people that it counts and does not list. */
  readonly #counts = new Map<InstanceId, number>();

  /** Members at all other instances. */
  get size(): number {
    let size = 0;
    for (const table of this.#tables.values()) size += table.size;
    return size;
  }

  /** [AUD-4] People that all other instances count and do not list. */
  get counted(): number {
    let counted = 0;
    for (const count of this.#counts.values()) counted += count;
    return counted;
  }

  /** False: the instance is unknown, or the number is. */
  counts(origin: InstanceId, count: number): boolean {
    if (!this.#tables.has(origin) || (this.#counts.get(origin) ?? 0) === count) return false;
    this.#counts.set(origin, count);
    return true;
  }

  /** Other instances that serve the room. */
  get instances(): number {
    return this.#tables.size;
  }

  knows(origin: InstanceId): boolean {
    return this.#tables.has(origin);
  }

  authorOf(origin: InstanceId, no: number): ClientId | undefined {
    return this.#tables.get(origin)?.get(no)?.clientId;
  }

  of(origin: InstanceId): readonly MemberEntry[] {
    return [...(this.#tables.get(origin)?.values() ?? [])];
  }

  /** For the welcome and the end of a catch-up. */
  tables(): { readonly origin: InstanceId; readonly members: readonly MemberEntry[] }[] {
    return [...this.#tables.keys()].map((origin) => ({ origin, members: this.of(origin) }));
  }

  /** Replaces the whole table of an instance. Returns the differences. */
  replace(origin: InstanceId, entries: readonly MemberEntry[]): MemberChange[] {
    const before = this.#tables.get(origin) ?? new Map<number, MemberEntry>();
    const table = new Map(entries.map((entry) => [entry.no, entry]));
    this.#tables.set(origin, table);
    const changes: MemberChange[] = [];
    for (const no of before.keys()) if (!table.has(no)) changes.push({ kind: 'left', no });
    for (const member of entries) if (!before.has(member.no)) changes.push({ kind: 'joined', member });
    return changes;
  }

  joined(origin: InstanceId, changes: readonly MemberChange[]): void {
    if (!changes.some(({ kind }) => kind === 'joined')) return;
    const table = this.#tables.get(origin) ?? new Map<number, MemberEntry>();
    this.#tables.set(origin, table);
    for (const change of changes) {
      if (change.kind === 'joined' && table.size < MAX_MEMBERS) table.set(change.member.no, change.member);
    }
  }

  /** Call it after the batches of the same frame were applied, as clients do. */
  left(origin: InstanceId, changes: readonly MemberChange[]): void {
    const back = new Set<number>();
    for (const change of changes.toReversed()) {
      if (change.kind === 'joined') back.add(change.member.no);
      else if (!back.has(change.no)) this.#tables.get(origin)?.delete(change.no);
    }
  }

  /** The instance no longer serves the room. Returns its members as leaving. */
  forget(origin: InstanceId): MemberChange[] {
    const gone = this.of(origin);
    this.#tables.delete(origin);
    this.#counts.delete(origin);
    return gone.map(({ no }) => ({ kind: 'left', no }));
  }
}
