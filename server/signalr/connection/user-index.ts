import { type Except, type Member, sendTo } from '../sending/groups.ts';

export interface UserMember extends Member {
  readonly user: { readonly id: string } | undefined;
}

/** Open connections by user. */
export class UserIndex<M extends UserMember> {
  readonly #users = new Map<string, Set<M>>();

  add(member: M): void {
    if (member.user === undefined) return;
    const members = this.#users.get(member.user.id) ?? new Set();
    this.#users.set(member.user.id, members.add(member));
  }

  remove(member: M): void {
    if (member.user === undefined) return;
    const members = this.#users.get(member.user.id);
    members?.delete(member);
    if (members?.size === 0) this.#users.delete(member.user.id);
  }

  /** Returns the number of connections for which it was queued. */
  send(userId: string, target: string, args: readonly unknown[], except?: Except): number {
    return sendTo(this.#users.get(userId) ?? [], target, args, except);
  }
}
