import type { FrameKind } from '../transports/transport.ts';
import type { Framing } from './framing.ts';

/** Message types on the wire (reference 4.1). */
export const MessageType = {
  invocation: 1,
  streamItem: 2,
  completion: 3,
  streamInvocation: 4,
  cancelInvocation: 5,
  ping: 6,
  close: 7,
  ack: 8,
  sequence: 9,
} as const;

/** A value that is still encoded. Only its own protocol reads it. */
export type Encoded = { readonly encoded: unknown };

/** A message from a client. Values are decoded on demand. */
export type IncomingMessage =
  | InvocationMessage
  | { readonly type: typeof MessageType.streamItem; readonly id: string; readonly item: Encoded }
  | { readonly type: typeof MessageType.completion; readonly id: string; readonly outcome: IncomingOutcome }
  | { readonly type: typeof MessageType.cancelInvocation; readonly id: string }
  | { readonly type: typeof MessageType.ping }
  | { readonly type: typeof MessageType.close; readonly error: string | undefined }
  | { readonly type: typeof MessageType.ack; readonly sequence: number }
  | { readonly type: typeof MessageType.sequence; readonly sequence: number };

export interface InvocationMessage {
  readonly type: typeof MessageType.invocation | typeof MessageType.streamInvocation;
  /** Undefined: the client wants no answer. Never undefined for a stream. */
  readonly id: string | undefined;
  readonly target: string;
  readonly args: Encoded;
  readonly streamIds: readonly string[];
  /** Framing included. */
  readonly bytes: number;
}

export type IncomingOutcome =
  | { readonly kind: 'void' }
  | { readonly kind: 'value'; readonly value: Encoded }
  | { readonly kind: 'error'; readonly error: string };

export type Outcome =
  | { readonly kind: 'void' }
  | { readonly kind: 'value'; readonly value: unknown }
  /** The text is never empty: an empty one counts as no error (reference 4.2). */
  | { readonly kind: 'error'; readonly error: string };

/** Thrown by `parse` for an error that ends a connection. The text is shown to the client only with detailed errors. */
export class ProtocolError extends Error {
  override readonly name = 'InvalidDataException';
}

/** The bound that a client has exceeded. Clients receive the code, so codes never change. */
export type BoundCode =
  | 'message.too_deep'
  | 'message.too_many_values'
  | 'message.name_too_long'
  | 'message.too_large'
  | 'message.unfinished'
  | 'messages.useless';

/** A client always gets the code and the text of an exceeded bound. */
export class BoundError extends ProtocolError {
  readonly code: BoundCode;

  constructor(code: BoundCode, text: string) {
    super(text);
    this.code = code;
  }
}

/**
 * The coding of hub messages. All writing functions return one framed message, ready to be sent or joined with others. The caller
 * may keep the bytes but not change them.
 */
export interface HubProtocol {
  readonly name: 'json' | 'messagepack';
  readonly frameKind: FrameKind;
  readonly framing: Framing;
  /** Reads one framed message. Undefined: an unknown type, to be skipped. Throws `ProtocolError`. */
  parse(framed: Buffer): IncomingMessage | undefined;
  /** Undefined when they cannot be bound: the call fails and the connection continues (reference 4.3). */
  decodeArguments(args: Encoded): readonly unknown[] | undefined;
  /** Undefined when the value cannot be read. */
  decodeValue(value: Encoded): { readonly value: unknown } | undefined;
  /** With an id the client must answer. */
  invocation(target: string, args: readonly unknown[], id?: string): Uint8Array;
  streamItem(id: string, item: unknown): Uint8Array;
  completion(id: string, outcome: Outcome): Uint8Array;
  ack(sequence: number): Uint8Array;
  sequence(sequence: number): Uint8Array;
  close(error: string | undefined, allowReconnect: boolean): Uint8Array;
  readonly ping: Uint8Array;
}
