import { Broadcast } from './broadcast.ts';

/** A connection, as groups see it. */
export interface Member {
  readonly id: string;
  /** Names of its groups; owned by `Groups`. */
  groups: Set<string> | undefined;
  deliver(message: Broadcast): boolean;
}

/** Connection ids that a send leaves out. */
export type Except = string | ReadonlySet<string>;

/** Named sets of connections. A group exists while it has members. */
export class Groups<M extends Member> {
  readonly #groups = new Map<string, Set<M>>();

  get size(): number {
    return this.#groups.size;
  }

  add(member: M, group: string): void {
    let members = this.#groups.get(group);
    if (members === undefined) {
      members = new Set();
      this.#groups.set(group, members);
    }
    members.add(member);
    member.groups ??= new Set();
    member.groups.add(group);
  }

  remove(member: M, group: string): void {
    member.groups?.delete(group);
    const members = this.#groups.get(group);
    if (members === undefined) return;
    members.delete(member);
    if (members.size === 0) this.#groups.delete(group);
  }

  leaveAll(member: M): void {
    const groups = member.groups;
    member.groups = undefined;
    for (const group of groups ?? []) this.remove(member, group);
  }

  /** Returns the number of members for which it was queued. */
  send(group: string, target: string, args: readonly unknown[], except?: Except): number {
    const members = this.#groups.get(group);
    return members === undefined ? 0 : sendTo(members, target, args, except);
  }
}

export function sendTo(members: Iterable<Member>, target: string, args: readonly unknown[], except?: Except): number {
  const message = new Broadcast(target, args);
  let count = 0;
  for (const member of members) {
    if (except !== undefined && (typeof except === 'string' ? member.id === except : except.has(member.id))) continue;
    if (member.deliver(message)) count++;
  }
  return count;
}
