import type { ClientId, InstanceId } from '../../../core/board/ids.ts';
import type { MemberEntry, Welcome } from '../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { tellApart } from '../../../core/contract/person-name.ts';
import type { RemoteMember } from '../../../core/room/board-access.ts';
import type { FrameCursor, MemberChange } from '../../../core/room/frame.ts';
import type { Reaction } from '../../../core/room/reaction.ts';
import { isSameShown, NOTHING_SHOWN, type Shown } from '../../../core/room/shown.ts';

type Cursor = { readonly x: number; readonly y: number };
interface Pointer {
  readonly cursor: Cursor | undefined;
  readonly movedAt: number;
}

type Named = Pick<RemoteMember, 'clientId' | 'name' | 'color' | 'program'>;

/**
 * The members of the room, as each instance reports them. A member's number is valid only together with its instance. A person who
 * came back has a new number, but the list shows each person once.
 */
export class Members {
  readonly #own: ClientId;
  readonly #byOrigin = new Map<InstanceId, Map<number, MemberEntry>>();
  /** This client's own entry, and the instance that serves it. */
  #joined: { readonly origin: InstanceId; readonly you: MemberEntry } | undefined;
  readonly #pointers = new Map<ClientId, Pointer>();
  /** [PRS-5] */
  readonly #shown = new Map<ClientId, Shown>();
  #list: readonly RemoteMember[] | undefined;
  /** The other people, with names made distinct. Undefined after a change of a table. */
  #others: readonly Named[] | undefined;
  /** All people in any instance's table, including this client. Undefined after a change of a table. */
  #present: ReadonlySet<ClientId> | undefined;
  /** `clock.mono()` of the loss of the connection that gave these tables. */
  #cutAt: number | undefined;

  readonly #onReaction: ((who: ClientId, reaction: Reaction) => void) | undefined;

  constructor(own: ClientId, onReaction?: (who: ClientId, reaction: Reaction) => void) {
    this.#own = own;
    this.#onReaction = onReaction;
  }

  /** The other people. The same array until something changes. */
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
      .map(({ clientId, color, program }, i) => ({
        clientId,
        name: names[i] as string,
        color,
        ...(program === true ? { program } : {}),
      }))
      .filter(({ clientId }) => clientId !== this.#own);
  }

  #build(): readonly RemoteMember[] {
    this.#others ??= this.#tellApart();
    return this.#others.map((named) => {
      const { clientId } = named;
      const { cursor, movedAt } = this.#pointers.get(clientId) ?? { cursor: undefined, movedAt: 0 };
      const shown = this.#shown.get(clientId);
      return { ...named, cursor, movedAt, ...(shown ? { shown } : {}) };
    });
  }

  /** This client has joined, as `you`. */
  welcomed({ origin, you, members, elsewhere }: Pick<Welcome, 'origin' | 'you' | 'members' | 'elsewhere'>): void {
    this.forgetOrigins();
    this.#joined = { origin, you };
    this.caughtUp({ members, elsewhere: elsewhere ?? [] });
  }

  /** Replaces the tables of all instances. This client's own hub omits this client from its table. */
  caughtUp({ members, elsewhere }: Required<Pick<Welcome, 'members' | 'elsewhere'>>): void {
    if (this.#joined) this.replace(this.#joined.origin, [...members, this.#joined.you]);
    for (const { origin, members: present } of elsewhere) this.replace(origin, present);
  }

  authorOf(origin: InstanceId, no: number): ClientId | undefined {
    return this.#byOrigin.get(origin)?.get(no)?.clientId;
  }

  /** Replaces the table of one instance. */
  replace(origin: InstanceId, entries: readonly MemberEntry[]): void {
    this.#byOrigin.set(origin, new Map(entries.map((entry) => [entry.no, entry])));
    this.#forgetPointers();
  }

  /** The room was joined again: the old numbers are invalid. */
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

  /** Call this after the batches of the same frame: a member who drew and left in one tick is still named by number. */
  left(origin: InstanceId, changes: readonly MemberChange[]): void {
    const back = new Set<number>();
    // From the last change to the first: a member who left and joined again within one frame is present.
    for (const change of changes.toReversed()) {
      if (change.kind === 'joined') back.add(change.member.no);
      else if (!back.has(change.no) && this.#byOrigin.get(origin)?.delete(change.no)) this.#forgetPointers();
    }
  }

  /** Applies a member's cursor and what the member shows. */
  heard(origin: InstanceId, { no, x, y, shown, reaction }: FrameCursor, now: number): void {
    const clientId = this.authorOf(origin, no);
    if (clientId === undefined) return;
    if (reaction !== undefined && this.#isOther(clientId)) this.#onReaction?.(clientId, reaction);
    this.moved(clientId, x === undefined || y === undefined ? undefined : { x, y }, now);
    if (shown) this.#shows(clientId, shown);
  }

  moved(clientId: ClientId, cursor: Cursor | undefined, now: number): void {
    if (!this.#isOther(clientId)) return;
    this.#pointers.set(clientId, { cursor, movedAt: now });
    this.#list = undefined;
  }

  #shows(clientId: ClientId, shown: Shown): void {
    if (!this.#isOther(clientId)) return;
    if (isSameShown(shown, NOTHING_SHOWN)) this.#shown.delete(clientId);
    else this.#shown.set(clientId, shown);
    this.#list = undefined;
  }

  /** The connection is lost: removes all pointers. The members may still be there. */
  cut(now: number): void {
    this.#cutAt ??= now;
    this.#hideAll();
  }

  /** Removes all members if the connection has been lost for longer than the life of presence. True if that changed the list. */
  lookAfter(now: number): boolean {
    if (this.#cutAt === undefined || now - this.#cutAt <= LIMITS.presenceLifeMs || this.list().length === 0) return false;
    this.forgetOrigins();
    this.#hideAll();
    return true;
  }

  #hideAll(): void {
    this.#pointers.clear();
    this.#shown.clear();
    this.#list = undefined;
  }

  /** True for another person who is present. The end of a stroke may come after its author has left. */
  #isOther(clientId: ClientId): boolean {
    return clientId !== this.#own && this.#whoIsPresent().has(clientId);
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
