import type { AskOptions } from '../hub.ts';
import type { IncomingMessage, MessageType } from '../hub-protocol/hub-protocol.ts';

/**
 * Port: brings messages to clients in another way than over the transport of their connection. Behind a service that knows all clients
 * of all instances, what the application sends to a client takes the same way as what it sends to many, so that one does not
 * overtake the other. Answers to the client's own calls, pings and Close stay on its connection.
 */
export interface Relay {
  /** False when it cannot be sent now. */
  send(connectionId: string, target: string, args: readonly unknown[]): boolean;
  ask(connectionId: string, target: string, args: readonly unknown[], options: AskOptions): Promise<unknown>;
  /** A client of ours answers a question that was not asked over its connection. */
  answered(connectionId: string, completion: Extract<IncomingMessage, { readonly type: typeof MessageType.completion }>): void;
}
