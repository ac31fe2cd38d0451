import type { ClientId } from '../../../core/board/ids.ts';
import type { Grant } from '../../../core/contract/access/grants.ts';
import type { MemberEntry } from '../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import type { FrameCursor, MemberChange } from '../../../core/room/frame.ts';
import type { Reaction } from '../../../core/room/reaction.ts';
import { isSameShown, NOTHING_SHOWN, type Shown } from '../../../core/room/shown.ts';
import type { ClientConnection } from '../../ports/client-transport.ts';
import type { Admitted } from '../access.ts';
import type { ClientRecord } from './client-records.ts';
import { type ElementsBudget, isPresent, type Member, newMember, type Refuse, type TakeWords } from './member.ts';

/** A client that joins the room. */
export interface Newcomer {
  readonly clientId: ClientId;
  readonly name: string;
  readonly color: number;
  readonly connection: ClientConnection;
  /** Refuses a batch that had to wait. */
  readonly refuse: Refuse;
  readonly elements: ElementsBudget;
  readonly takeWords: TakeWords;
  readonly admitted: Admitted;
  readonly grant: Grant;
  /** [PRS-7] */
  readonly program?: true | undefined;
  /** [ANN-2] */
  readonly topics?: readonly string[] | undefined;
}

/** Membership and cursors for the next frame. */
export interface PresenceNews {
  readonly cursors: readonly FrameCursor[];
  readonly members: readonly MemberChange[];
  /** Members that came or returned since the last frame and have no cursors yet. */
  readonly newcomers: readonly Member[];
}

const NO_NEWS: PresenceNews = { cursors: [], members: [], newcomers: [] };

/** The members of one room on this instance, and their changes since the last frame. */
export class Presence {
  readonly #members = new Map<ClientId, Member>();
  /** Never reused in the room's life, because frames name members by it. */
  #nextNo = 1;
  #moved: Member[] = [];
  #came: Member[] = [];
  /** Members that returned under their old numbers. The others need no message about them, but they need the cursors. */
  #returned: Member[] = [];
  #left: number[] = [];
  /** Members that came to watch only, and those of them that are counted. */
  #watching = 0;
  #counted = 0;

  /** [AUD-1] Members that are in no list. */
  get counted(): number {
    return this.#counted;
  }
  /** Members that came to watch only, listed or not. */
  get watching(): number {
    return this.#watching;
  }

  get size(): number {
    return this.#members.size;
  }

  get(clientId: ClientId): Member | undefined {
    return this.#members.get(clientId);
  }

  all(): Iterable<Member> {
    return this.#members.values();
  }

  /** The members that others should see. */
  entries(): MemberEntry[] {
    const entries: MemberEntry[] = [];
    for (const member of this.#members.values()) if (isPresent(member)) entries.push(member.entry);
    return entries;
  }

  add(newcomer: Newcomer, record: ClientRecord, mono: number): Member {
    const listedViewers = this.#watching - this.#counted;
    const member = this.#put(newcomer, this.#nextNo++, { record, mono });
    if (cameToWatch(member) && member.grant === 'view' && listedViewers >= LIMITS.listedViewers) this.#count(member);
    else this.#came.push(member);
    return member;
  }

  /**
   * [PRS-4] The client of `older` has joined on another connection. It keeps its number and cursor, and no frame says that it
   * left. A member that is counted stays counted while it may only watch.
   */
  takeOver(older: Member, newcomer: Newcomer, mono: number): Member {
    const { no, name, color, program } = older.entry;
    this.#uncount(older);
    const member = this.#put(newcomer, no, { record: older.record, mono });
    member.cursorX = older.cursorX;
    member.cursorY = older.cursorY;
    member.shown = older.shown;
    const isSame = newcomer.name === name && newcomer.color === color && newcomer.program === program;
    if (older.phase === 'counted' && member.grant === 'view') {
      this.#count(member);
    } else if (older.phase === 'announced' && isSame) {
      member.phase = 'announced';
      this.#returned.push(member);
    } else {
      this.#came.push(member);
    }
    older.phase = 'gone';
    return member;
  }

  #put(newcomer: Newcomer, no: number, { record, mono }: { readonly record: ClientRecord; readonly mono: number }): Member {
    const { clientId, name, color, program } = newcomer;
    const entry = { no, clientId, name, color, ...(program === true ? { program } : {}) };
    const member = newMember(entry, newcomer, record, mono);
    this.#members.set(clientId, member);
    if (cameToWatch(member)) this.#watching++;
    return member;
  }

  #count(member: Member): void {
    member.phase = 'counted';
    this.#counted++;
    // It gets the cursors at rest, and the others hear nothing.
    this.#returned.push(member);
  }

  /** The member is no longer one of those who are here. Call it before its phase changes. */
  #uncount(member: Member): void {
    if (this.#members.get(member.entry.clientId) !== member) return;
    if (member.phase === 'counted') this.#counted--;
    if (cameToWatch(member)) this.#watching--;
  }

  /** [AUD-3] The member is listed from now on. False: it is already, or the list is full. */
  list(member: Member): boolean {
    if (member.phase !== 'counted' || this.size - this.#counted >= LIMITS.listedPerRoom) return false;
    this.#counted--;
    member.phase = 'new';
    this.#came.push(member);
    return true;
  }

  remove(member: Member): void {
    this.#uncount(member);
    if (this.#members.get(member.entry.clientId) === member) this.#members.delete(member.entry.clientId);
    if (member.phase === 'announced') this.#left.push(member.entry.no);
    member.phase = 'gone';
  }

  /** A message of the member came. A silent member is announced again. */
  heard(member: Member, mono: number): void {
    member.heardAt = mono;
    if (member.phase !== 'silent') return;
    member.phase = 'new';
    this.#came.push(member);
  }

  /** Latest wins: one cursor per member and frame. None of a counted member. */
  move(member: Member, x: number, y: number): void {
    if (member.phase === 'counted') return;
    member.cursorX = x;
    member.cursorY = y;
    if (member.moved) return;
    member.moved = true;
    this.#moved.push(member);
  }

  /** [PRS-5] Latest wins, and what is the same is no news. */
  show(member: Member, shown: Shown): void {
    if (member.phase === 'counted' || isSameShown(member.shown, shown)) return;
    member.shown = shown;
    member.shownIsNews = true;
    this.move(member, member.cursorX, member.cursorY);
  }

  /** [PRS-6] The next frame carries it, and no later one. */
  react(member: Member, reaction: Reaction): void {
    if (member.phase === 'counted') return;
    member.reaction = reaction;
    this.move(member, member.cursorX, member.cursorY);
  }

  /** Marks members that were not heard since `before` as silent, and returns them. */
  silence(before: number): Member[] {
    const silent: Member[] = [];
    for (const member of this.#members.values()) {
      if (member.heardAt >= before || member.phase !== 'announced') continue;
      member.phase = 'silent';
      member.cursorX = member.cursorY = Number.NaN;
      member.shown = NOTHING_SHOWN;
      this.#left.push(member.entry.no);
      silent.push(member);
    }
    return silent;
  }

  /** Members whose connection was lost before `before`. */
  overdue(before: number): Member[] {
    const overdue: Member[] = [];
    for (const member of this.#members.values()) {
      if (member.awaySince !== undefined && member.awaySince <= before) overdue.push(member);
    }
    return overdue;
  }

  /** Returns the changes for the next frame and clears them. */
  takeNews(): PresenceNews {
    if (this.#moved.length + this.#came.length + this.#returned.length + this.#left.length === 0) return NO_NEWS;
    const cursors: FrameCursor[] = [];
    for (const member of this.#moved) {
      member.moved = false;
      if (isPresent(member)) cursors.push(cursorOf(member, member.shownIsNews));
      member.shownIsNews = false;
      member.reaction = undefined;
    }
    const members: MemberChange[] = this.#left.map((no) => ({ kind: 'left', no }));
    const newcomers = this.#returned.filter((member) => isPresent(member) || member.phase === 'counted');
    for (const member of this.#came) {
      if (member.phase !== 'new') continue;
      member.phase = 'announced';
      members.push({ kind: 'joined', member: member.entry });
      newcomers.push(member);
    }
    this.#moved = [];
    this.#came = [];
    this.#returned = [];
    this.#left = [];
    return { cursors, members, newcomers };
  }

  /** The cursors of all members whose pointer is on the board. */
  cursors(): FrameCursor[] {
    const cursors: FrameCursor[] = [];
    for (const member of this.#members.values()) {
      const shows = !isSameShown(member.shown, NOTHING_SHOWN);
      if (isPresent(member) && (shows || !Number.isNaN(member.cursorX))) cursors.push(cursorOf(member, shows));
    }
    return cursors;
  }
}

/** What hosts allow meanwhile changes nothing: a class that is locked did not come to watch. */
function cameToWatch({ admitted }: Member): boolean {
  return admitted.grant === 'view';
}

function cursorOf(member: Member, hasShown: boolean): FrameCursor {
  const { no } = member.entry;
  const { reaction } = member;
  const more = { ...(hasShown ? { shown: member.shown } : {}), ...(reaction === undefined ? {} : { reaction }) };
  return Number.isNaN(member.cursorX) ? { no, ...more } : { no, x: member.cursorX, y: member.cursorY, ...more };
}
