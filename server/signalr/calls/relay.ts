import type { AskOptions } from '../hub.ts';
import type { IncomingMessage, MessageType } from '../hub-protocol/hub-protocol.ts';

/**
 * Port: sends messages to clients by another path than their connection's transport. Behind a service that knows all clients of
 * all instances, single sends take the same path as group sends, so that neither overtakes the other.
 * Answers to the client's own calls, pings and Close stay on its connection.
 */
export interface Relay {
  /** False when it cannot be sent now. */
  send(connectionId: string, target: string, args: readonly unknown[]): boolean;
  ask(connectionId: string, target: string, args: readonly unknown[], options: AskOptions): Promise<unknown>;
  /** A client of this server answers a question that did not use its connection. */
  answered(connectionId: string, completion: Extract<IncomingMessage, { readonly type: typeof MessageType.completion }>): void;
}
