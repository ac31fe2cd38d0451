import type { HubServer } from './hub-server.ts';
import type { Except } from './sending/groups.ts';

/** What clients of an application can be told: the arguments of each client method, by its name. */
export type ClientContract = Readonly<Record<string, readonly unknown[]>>;

type Send<C extends ClientContract> = <M extends keyof C & string>(target: M, ...args: C[M]) => number;

/** Sends that the compiler checks. Each returns how many connections it was queued for. */
export interface TypedClients<C extends ClientContract> {
  all(except?: Except): Send<C>;
  group(name: string, except?: Except): Send<C>;
  user(id: string, except?: Except): Send<C>;
  connection(id: string): Send<C>;
}

/** The server's sends, for the clients of one application; for use from inside and outside of hub calls alike. */
export function typedClients<C extends ClientContract>(server: HubServer): TypedClients<C> {
  return {
    all:
      (except) =>
      (target, ...args) =>
        server.sendAll(target, args, except),
    group:
      (name, except) =>
      (target, ...args) =>
        server.groups.send(name, target, args, except),
    user:
      (id, except) =>
      (target, ...args) =>
        server.users.send(id, target, args, except),
    connection:
      (id) =>
      (target, ...args) =>
        server.send(id, target, args) ? 1 : 0,
  };
}
