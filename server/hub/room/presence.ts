import type { ClientId } from '../../../core/board/ids.ts';
import type { MemberEntry } from '../../../core/contract/hub-contract.ts';
import type { FrameCursor, MemberChange } from '../../../core/room/frame.ts';
import { isSameShown, NOTHING_SHOWN, type Shown } from '../../../core/room/shown.ts';
import type { ClientConnection } from '../../ports/client-transport.ts';
import type { ClientRecord } from './client-records.ts';
import { isPresent, type Member, newMember, type Refuse, type TakeElements } from './member.ts';

/** A client that joins the room. */
export interface Newcomer {
  readonly clientId: ClientId;
  readonly name: string;
  readonly color: number;
  readonly connection: ClientConnection;
  /** Refuses a batch that had to wait. */
  readonly refuse: Refuse;
  readonly takeElements: TakeElements;
  readonly isHost: boolean;
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
    const member = this.#put(newcomer, this.#nextNo++, { record, mono });
    this.#came.push(member);
    return member;
  }

  /**
   * [PRS-4] The client of `older` has joined on another connection. It keeps its number and cursor, and no frame says that it
   * left.
   */
  takeOver(older: Member, newcomer: Newcomer, mono: number): Member {
    const { no, name, color } = older.entry;
    const member = this.#put(newcomer, no, { record: older.record, mono });
    member.cursorX = older.cursorX;
    member.cursorY = older.cursorY;
    member.shown = older.shown;
    if (older.phase === 'announced' && newcomer.name === name && newcomer.color === color) {
      member.phase = 'announced';
      this.#returned.push(member);
    } else {
      this.#came.push(member);
    }
    older.phase = 'gone';
    return member;
  }

  #put(newcomer: Newcomer, no: number, { record, mono }: { readonly record: ClientRecord; readonly mono: number }): Member {
    const { clientId, name, color } = newcomer;
    const member = newMember({ no, clientId, name, color }, newcomer, record, mono);
    this.#members.set(clientId, member);
    return member;
  }

  remove(member: Member): void {
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

  /** Latest wins: one cursor per member and frame. */
  move(member: Member, x: number, y: number): void {
    member.cursorX = x;
    member.cursorY = y;
    if (member.moved) return;
    member.moved = true;
    this.#moved.push(member);
  }

  /** [PRS-5] Latest wins, and what is the same is no news. */
  show(member: Member, shown: Shown): void {
    if (isSameShown(member.shown, shown)) return;
    member.shown = shown;
    member.shownIsNews = true;
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
    }
    const members: MemberChange[] = this.#left.map((no) => ({ kind: 'left', no }));
    const newcomers = this.#returned.filter(isPresent);
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

function cursorOf(member: Member, hasShown: boolean): FrameCursor {
  const { no } = member.entry;
  const more = hasShown ? { shown: member.shown } : {};
  return Number.isNaN(member.cursorX) ? { no, ...more } : { no, x: member.cursorX, y: member.cursorY, ...more };
}
