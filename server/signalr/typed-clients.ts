import type { HubServer } from './hub-server.ts';
import type { Except } from './sending/groups.ts';

/** The client methods of an application: the arguments of each, by its name. */
export type ClientContract = Readonly<Record<string, readonly unknown[]>>;

type Send<C extends ClientContract> = <M extends keyof C & string>(target: M, ...args: C[M]) => number;

/** Sends that the compiler checks. Each returns the number of connections for which it was queued. */
export interface TypedClients<C extends ClientContract> {
  all(except?: Except): Send<C>;
  group(name: string, except?: Except): Send<C>;
  user(id: string, except?: Except): Send<C>;
  connection(id: string): Send<C>;
}

/** The server's sends, typed for one application. Usable inside and outside of hub calls. */
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
