/** Every bound of the server. Defaults are those of ASP.NET Core (protocol reference 0.4), where it has one. */
export interface HubLimits {
  /** Time from a transport's opening to the client's handshake request. */
  readonly handshakeTimeoutMs: number;
  /** Interval of pings to one client. It must be below half of the clients' timeout (30 s), or healthy clients leave. */
  readonly keepAliveIntervalMs: number;
  /** A client that has pinged once and is then silent for this long is closed. */
  readonly clientTimeoutMs: number;
  /** Life of a negotiated connection without a transport. */
  readonly negotiateTimeoutMs: number;
  /** A transport that accepts no bytes for this long is closed. */
  readonly sendTimeoutMs: number;
  /** Wait for a closing peer before its socket is destroyed. */
  readonly closeTimeoutMs: number;
  /** Bytes of one hub message from a client, framing included. */
  readonly messageBytes: number;
  /** Bytes of one WebSocket message or post from a client. It may contain many hub messages and is in memory as a whole. */
  readonly frameBytes: number;
  /** Replaces both until the handshake is done: bytes of the handshake, of an unfinished frame and of early posts. */
  readonly handshakeBytes: number;
  /** Time in which a started message, frame or post must be complete. Otherwise the client is closed. */
  readonly messageTimeoutMs: number;
  /** Bytes of all unfinished messages, frames and posts. Beyond it the clients with the longest are closed. */
  readonly unfinishedBytes: number;
  /** Bytes that may wait for one client that does not read. Beyond it the connection is closed. */
  readonly sendQueueBytes: number;
  /** Concurrent invocations of one client. Streams do not count. */
  readonly parallelInvocations: number;
  /** Invocations that may wait behind these before the server stops reading from the client. */
  readonly parkedInvocations: number;
  /** Bytes of the waiting invocations, for the same purpose. */
  readonly parkedBytes: number;
  /** Messages of one client that are handled before the others get their turn. */
  readonly messagesPerTurn: number;
  /** Bytes of these, for the same purpose: a message's cost depends on its content. */
  readonly bytesPerTurn: number;
  /**
   * Messages without effect that a client may send at once, such as calls of unknown methods and pings. Each KiB of one counts.
   * Unlimited by default, because ASP.NET Core accepts any number of pings.
   */
  readonly uselessMessages: number;
  /** How many of these a client may send a second after that. Beyond it the connection is closed. */
  readonly uselessMessagesPerSecond: number;
  /** Running streams of one client, in each direction. */
  readonly streamsPerConnection: number;
  /** Items of one client stream that wait for the method, before the server stops reading from the client. */
  readonly uploadItems: number;
  /** Bytes of the items of all streams of one client, for the same purpose. */
  readonly uploadBytes: number;
  /** Time in which an asked client must answer. Otherwise the question fails. */
  readonly clientResultTimeoutMs: number;
  /** A connection without a transport ends after this: between two polls, or between two sockets with stateful reconnect. */
  readonly disconnectTimeoutMs: number;
  /** An empty poll is answered after this. */
  readonly pollTimeoutMs: number;
  /** Unacknowledged bytes of a client with stateful reconnect. Beyond it the connection is ended. */
  readonly reconnectBufferBytes: number;
  /** The same for items of streams with `itemsStay`. Beyond it the client's streams wait for its acknowledgement. */
  readonly reconnectReferencedBytes: number;
  /** Bytes of all buffers that contain such items. Beyond it later items are copied and count as `reconnectBufferBytes`. */
  readonly sharedBytes: number;
  /** Sockets of one connection after its first within the window. Beyond it the connection is ended. */
  readonly reattaches: number;
  readonly reattachWindowMs: number;
  /** Connections of one network address, negotiated ones included. */
  readonly connectionsPerAddress: number;
  /** Of these, negotiated ones that wait for a transport. Beyond it the oldest are dropped. */
  readonly pendingPerAddress: number;
  /** Connections with a transport. Beyond it negotiate and upgrades answer 503. */
  readonly connections: number;
  /** Negotiated connections without a transport. Beyond it negotiate answers 503. */
  readonly pendingConnections: number;
  /** Bytes posted for all of these before their transports came, including posts being read. Beyond it posts are refused. */
  readonly earlyBytes: number;
  /** Interval of the timeout checks. One timer serves all connections. */
  readonly sweepIntervalMs: number;
}

export const DEFAULT_HUB_LIMITS: HubLimits = {
  handshakeTimeoutMs: 15_000,
  keepAliveIntervalMs: 15_000,
  clientTimeoutMs: 30_000,
  negotiateTimeoutMs: 15_000,
  sendTimeoutMs: 10_000,
  closeTimeoutMs: 5_000,
  messageBytes: 32_768,
  frameBytes: 4 * 1024 * 1024,
  handshakeBytes: 4 * 1024,
  messageTimeoutMs: 30_000,
  unfinishedBytes: 256 * 1024 * 1024,
  sendQueueBytes: 4 * 1024 * 1024,
  parallelInvocations: 1,
  parkedInvocations: 100,
  parkedBytes: 1024 * 1024,
  messagesPerTurn: 1_000,
  bytesPerTurn: 64 * 1024,
  uselessMessages: Number.POSITIVE_INFINITY,
  uselessMessagesPerSecond: 50,
  streamsPerConnection: 100,
  disconnectTimeoutMs: 15_000,
  pollTimeoutMs: 90_000,
  // ASP.NET has 100,000, where writers wait. Here writers never wait, so the bound must hold some seconds of traffic.
  reconnectBufferBytes: 4 * 1024 * 1024,
  reconnectReferencedBytes: 32 * 1024 * 1024,
  sharedBytes: 256 * 1024 * 1024,
  reattaches: 5,
  reattachWindowMs: 10_000,
  connectionsPerAddress: Number.POSITIVE_INFINITY,
  pendingPerAddress: Number.POSITIVE_INFINITY,
  uploadItems: 10,
  uploadBytes: 1024 * 1024,
  clientResultTimeoutMs: 30_000,
  connections: 20_000,
  pendingConnections: 20_000,
  earlyBytes: 8 * 1024 * 1024,
  sweepIntervalMs: 1_000,
};

/** Characters of an invocation id or a target. The protocol has no limit (reference 4.4). */
export const NAME_CHARS = 256;
/** Nesting of values in a message, as in ASP.NET's JSON protocol. */
export const MAX_DEPTH = 64;
/** Values in one message, keys and containers included: the cost of decoding depends on their number, not on their bytes. */
export const MAX_VALUES = 32_768;
