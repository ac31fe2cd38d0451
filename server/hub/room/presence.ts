import type { ClientId } from '../../../core/board/ids.ts';
import type { MemberEntry } from '../../../core/contract/hub-contract.ts';
import type { FrameCursor, FrameView, MemberChange } from '../../../core/room/frame.ts';
import type { SeenView } from '../../../core/room/seen-view.ts';
import type { ClientConnection } from '../../ports/client-transport.ts';
import type { ClientRecord } from './client-records.ts';
import { isPresent, type Member, newMember, type Refuse, type TakeElements } from './member.ts';

/** Who wants to be in the room. */
export interface Newcomer {
  readonly clientId: ClientId;
  readonly name: string;
  readonly color: number;
  readonly connection: ClientConnection;
  /** A batch that had to wait is refused after all. */
  readonly refuse: Refuse;
  readonly takeElements: TakeElements;
  readonly isHost: boolean;
}

/** What the next frame says about people. */
export interface PresenceNews {
  readonly cursors: readonly FrameCursor[];
  readonly views: readonly FrameView[];
  readonly members: readonly MemberChange[];
  /** Members that came or came back since the last frame and know nobody's pointer yet. */
  readonly newcomers: readonly Member[];
}

const NO_NEWS: PresenceNews = { cursors: [], views: [], members: [], newcomers: [] };

/** The members of one room on this instance, and what changed about them since the last frame. */
export class Presence {
  readonly #members = new Map<ClientId, Member>();
  /** Never reused in the room's life: a frame names members by it. */
  #nextNo = 1;
  #moved: Member[] = [];
  #looked: Member[] = [];
  #came: Member[] = [];
  /** They came back under their old numbers: the others have nothing to learn, they themselves have. */
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

  /** Those whom others should see. */
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

  /** [PRS-4] The client of `older` is here by another connection. It keeps its number and its pointer, and nobody is told that it left. */
  takeOver(older: Member, newcomer: Newcomer, mono: number): Member {
    const { no, name, color } = older.entry;
    const member = this.#put(newcomer, no, { record: older.record, mono });
    member.cursorX = older.cursorX;
    member.cursorY = older.cursorY;
    member.view = older.view;
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

  /** A message of the member came; who had been silent is announced again. */
  heard(member: Member, mono: number): void {
    member.heardAt = mono;
    if (member.phase !== 'silent') return;
    member.phase = 'new';
    this.#came.push(member);
  }

  /** Latest wins: one cursor a member and frame. */
  move(member: Member, x: number, y: number): void {
    member.cursorX = x;
    member.cursorY = y;
    if (member.moved) return;
    member.moved = true;
    this.#moved.push(member);
  }

  /** Latest wins, as with cursors. */
  look(member: Member, view: SeenView): void {
    member.view = view;
    if (member.looked) return;
    member.looked = true;
    this.#looked.push(member);
  }

  /** Members not heard of since `before` leave the others' sight. Gives them. */
  silence(before: number): Member[] {
    const silent: Member[] = [];
    for (const member of this.#members.values()) {
      if (member.heardAt >= before || member.phase !== 'announced') continue;
      member.phase = 'silent';
      member.cursorX = member.cursorY = Number.NaN;
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

  /** Takes what the next frame says. */
  takeNews(): PresenceNews {
    if (this.#moved.length + this.#looked.length + this.#came.length + this.#returned.length + this.#left.length === 0)
      return NO_NEWS;
    const cursors: FrameCursor[] = [];
    for (const member of this.#moved) {
      member.moved = false;
      if (isPresent(member)) cursors.push(cursorOf(member));
    }
    const views: FrameView[] = [];
    for (const member of this.#looked) {
      member.looked = false;
      if (isPresent(member)) views.push(...viewOf(member));
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
    this.#looked = [];
    this.#came = [];
    this.#returned = [];
    this.#left = [];
    return { cursors, views, members, newcomers };
  }

  /** Where everybody's pointer is that is on the board. */
  cursors(): FrameCursor[] {
    const cursors: FrameCursor[] = [];
    for (const member of this.#members.values()) {
      if (isPresent(member) && !Number.isNaN(member.cursorX)) cursors.push(cursorOf(member));
    }
    return cursors;
  }

  /** What everybody's window shows who has said so. */
  views(): FrameView[] {
    return Array.from(this.#members.values()).filter(isPresent).flatMap(viewOf);
  }
}

function viewOf({ entry: { no }, view }: Member): readonly FrameView[] {
  return view ? [{ no, ...view }] : [];
}

function cursorOf(member: Member): FrameCursor {
  const { no } = member.entry;
  return Number.isNaN(member.cursorX) ? { no } : { no, x: member.cursorX, y: member.cursorY };
}
