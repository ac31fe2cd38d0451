import type { ClientId, InstanceId } from '../../../core/board/ids.ts';
import type { MemberEntry, Welcome } from '../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { tellApart } from '../../../core/contract/person-name.ts';
import type { RemoteMember } from '../../../core/room/board-access.ts';
import type { FrameCursor, MemberChange } from '../../../core/room/frame.ts';
import { isSameShown, NOTHING_SHOWN, type Shown } from '../../../core/room/shown.ts';

type Cursor = { readonly x: number; readonly y: number };
interface Pointer {
  readonly cursor: Cursor | undefined;
  readonly movedAt: number;
}

type Named = Pick<RemoteMember, 'clientId' | 'name' | 'color'>;

/**
 * Who is in the room, as each instance tells it: a member's number means something only together with the instance. A person who
 * came back has a new number; the list shows everyone once.
 */
export class Members {
  readonly #own: ClientId;
  readonly #byOrigin = new Map<InstanceId, Map<number, MemberEntry>>();
  /** This client's own entry, at the instance that serves it. */
  #joined: { readonly origin: InstanceId; readonly you: MemberEntry } | undefined;
  readonly #pointers = new Map<ClientId, Pointer>();
  /** [PRS-5] */
  readonly #shown = new Map<ClientId, Shown>();
  #list: readonly RemoteMember[] | undefined;
  /** Everyone but oneself, under names that differ; undefined when a table has changed since. */
  #others: readonly Named[] | undefined;
  /** Everyone that some instance names, oneself included; undefined when a table has changed since. */
  #present: ReadonlySet<ClientId> | undefined;
  /** `clock.mono()` when the connection was lost over which this was known. */
  #cutAt: number | undefined;

  constructor(own: ClientId) {
    this.#own = own;
  }

  /** Everyone but oneself; the same array until something changes. */
  list(): readonly RemoteMember[] {
    this.#list ??= this.#build();
    return this.#list;
  }

  #tellApart(): readonly Named[] {
    const entries = new Map<ClientId, MemberEntry>();
    for (const table of this.#byOrigin.values()) for (const entry of table.values()) entries.set(entry.clientId, entry);
    const everyone = [...entries.values()];
    const names = tellApart(everyone.map(({ name }) => name));
    return everyone
      .map(({ clientId, color }, i) => ({ clientId, name: names[i] as string, color }))
      .filter(({ clientId }) => clientId !== this.#own);
  }

  #build(): readonly RemoteMember[] {
    this.#others ??= this.#tellApart();
    return this.#others.map(({ clientId, name, color }) => {
      const { cursor, movedAt } = this.#pointers.get(clientId) ?? { cursor: undefined, movedAt: 0 };
      const shown = this.#shown.get(clientId);
      return { clientId, name, color, cursor, movedAt, ...(shown ? { shown } : {}) };
    });
  }

  /** This client is in the room, as `you`. */
  welcomed({ origin, you, members, elsewhere }: Pick<Welcome, 'origin' | 'you' | 'members' | 'elsewhere'>): void {
    this.forgetOrigins();
    this.#joined = { origin, you };
    this.caughtUp({ members, elsewhere: elsewhere ?? [] });
  }

  /** The whole tables of all instances. The hub of this client leaves it out of its own. */
  caughtUp({ members, elsewhere }: Required<Pick<Welcome, 'members' | 'elsewhere'>>): void {
    if (this.#joined) this.replace(this.#joined.origin, [...members, this.#joined.you]);
    for (const { origin, members: present } of elsewhere) this.replace(origin, present);
  }

  authorOf(origin: InstanceId, no: number): ClientId | undefined {
    return this.#byOrigin.get(origin)?.get(no)?.clientId;
  }

  /** The whole table of an instance. */
  replace(origin: InstanceId, entries: readonly MemberEntry[]): void {
    this.#byOrigin.set(origin, new Map(entries.map((entry) => [entry.no, entry])));
    this.#forgetPointers();
  }

  /** The room was joined anew: none of the old numbers means anything. */
  forgetOrigins(): void {
    this.#cutAt = undefined;
    this.#byOrigin.clear();
    this.#list = this.#others = this.#present = undefined;
  }

  joined(origin: InstanceId, changes: readonly MemberChange[]): void {
    for (const change of changes) {
      if (change.kind !== 'joined') continue;
      const table = this.#byOrigin.get(origin) ?? new Map<number, MemberEntry>();
      table.set(change.member.no, change.member);
      this.#byOrigin.set(origin, table);
      this.#list = this.#others = this.#present = undefined;
    }
  }

  /** To be told after the batches of the same frame: who drew and left in one tick is still named by number. */
  left(origin: InstanceId, changes: readonly MemberChange[]): void {
    const back = new Set<number>();
    // From the end: who fell silent and was heard again within one frame is here.
    for (const change of changes.toReversed()) {
      if (change.kind === 'joined') back.add(change.member.no);
      else if (!back.has(change.no) && this.#byOrigin.get(origin)?.delete(change.no)) this.#forgetPointers();
    }
  }

  /** Where a member of an instance points, and what it shows. */
  heard(origin: InstanceId, { no, x, y, shown }: FrameCursor, now: number): void {
    const clientId = this.authorOf(origin, no);
    if (clientId === undefined) return;
    this.moved(clientId, x === undefined || y === undefined ? undefined : { x, y }, now);
    if (shown) this.#shows(clientId, shown);
  }

  moved(clientId: ClientId, cursor: Cursor | undefined, now: number): void {
    // The end of a stroke may come when its author has left.
    if (clientId === this.#own || !this.#whoIsPresent().has(clientId)) return;
    this.#pointers.set(clientId, { cursor, movedAt: now });
    this.#list = undefined;
  }

  #shows(clientId: ClientId, shown: Shown): void {
    if (clientId === this.#own || !this.#whoIsPresent().has(clientId)) return;
    if (isSameShown(shown, NOTHING_SHOWN)) this.#shown.delete(clientId);
    else this.#shown.set(clientId, shown);
    this.#list = undefined;
  }

  /** The connection is gone: no pointer is known, and all who were here may still be. */
  cut(now: number): void {
    this.#cutAt ??= now;
    this.#pointers.clear();
    this.#shown.clear();
    this.#list = undefined;
  }

  /** Forgets everybody when the connection has been gone for longer than presence lives. True when that is news. */
  lookAfter(now: number): boolean {
    if (this.#cutAt === undefined || now - this.#cutAt <= LIMITS.presenceLifeMs || this.list().length === 0) return false;
    this.forgetOrigins();
    this.#pointers.clear();
    this.#shown.clear();
    return true;
  }

  #forgetPointers(): void {
    this.#list = this.#others = this.#present = undefined;
    const present = this.#whoIsPresent();
    for (const clientId of this.#pointers.keys()) if (!present.has(clientId)) this.#pointers.delete(clientId);
    for (const clientId of this.#shown.keys()) if (!present.has(clientId)) this.#shown.delete(clientId);
  }

  #whoIsPresent(): ReadonlySet<ClientId> {
    if (this.#present) return this.#present;
    const present = new Set<ClientId>();
    for (const table of this.#byOrigin.values()) for (const { clientId } of table.values()) present.add(clientId);
    this.#present = present;
    return present;
  }
}
