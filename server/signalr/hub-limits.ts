/** Every bound of the server. The defaults are those of ASP.NET Core (protocol reference 0.4) where it has one. */
export interface HubLimits {
  /** A client must have sent its handshake request this long after its transport opened. */
  readonly handshakeTimeoutMs: number;
  /** Pause between pings to one client. Below half of the clients' own timeout (30 s), or healthy clients leave. */
  readonly keepAliveIntervalMs: number;
  /** A client that has pinged once and is then silent for this long is closed. */
  readonly clientTimeoutMs: number;
  /** A negotiated connection that no transport has claimed is forgotten. */
  readonly negotiateTimeoutMs: number;
  /** A transport that cannot take what is waiting for this long is given up. */
  readonly sendTimeoutMs: number;
  /** How long to wait for a closing peer before its socket is destroyed. */
  readonly closeTimeoutMs: number;
  /** Bytes of one hub message from a client, framing included. */
  readonly messageBytes: number;
  /** Bytes of one WebSocket message or post from a client, which may hold many hub messages; it is in memory as a whole. */
  readonly frameBytes: number;
  /** Instead of both until the handshake is done: bytes of the handshake, of an unfinished frame and of what is posted early. */
  readonly handshakeBytes: number;
  /** A message, frame or post that has begun to come must be whole this long after; otherwise the client is closed. */
  readonly messageTimeoutMs: number;
  /** Bytes of all messages, frames and posts that are not whole; beyond it the clients with the longest are closed. */
  readonly unfinishedBytes: number;
  /** Bytes that may wait for one client that does not read; beyond it the connection is closed. */
  readonly sendQueueBytes: number;
  /** Invocations of one client that run at the same time. Streams do not count. */
  readonly parallelInvocations: number;
  /** Invocations that may wait behind these before the server stops reading from the client. */
  readonly parkedInvocations: number;
  /** Bytes of the invocations that wait, for the same end. */
  readonly parkedBytes: number;
  /** Messages of one client that are handled before the others get their turn. */
  readonly messagesPerTurn: number;
  /** Bytes of these, for the same end: a message costs what is in it. */
  readonly bytesPerTurn: number;
  /**
   * Messages without effect that a client may send at once, such as calls of unknown methods and pings. Each KiB of one counts. Unlimited
   * unless given: ASP.NET Core takes any number of pings.
   */
  readonly uselessMessages: number;
  /** How many of these it may send a second from then on; with more the connection is closed. */
  readonly uselessMessagesPerSecond: number;
  /** Streams that one client may have running, in each direction. */
  readonly streamsPerConnection: number;
  /** Items of one stream of a client that wait for the method, before the server stops reading from the client. */
  readonly uploadItems: number;
  /** Bytes of the items of all streams of one client, for the same end. */
  readonly uploadBytes: number;
  /** A client that was asked and has not answered by then has failed to. */
  readonly clientResultTimeoutMs: number;
  /** A connection without a transport is ended: between two polls, or with stateful reconnect between two sockets. */
  readonly disconnectTimeoutMs: number;
  /** A poll without news is answered. */
  readonly pollTimeoutMs: number;
  /** Bytes that a client with stateful reconnect has not acknowledged; beyond it the connection is ended. */
  readonly reconnectBufferBytes: number;
  /** The same for items of streams whose `itemsStay`; beyond it the client's streams wait for its acknowledgement. */
  readonly reconnectLeanedBytes: number;
  /** Bytes of all buffers that such items are in; beyond it what follows is copied and counts as `reconnectBufferBytes`. */
  readonly sharedBytes: number;
  /** Sockets that one connection may have after its first within the window; beyond it the connection is ended. */
  readonly reattaches: number;
  readonly reattachWindowMs: number;
  /** Connections and negotiated ones of one network address. */
  readonly connectionsPerAddress: number;
  /** Negotiated ones of these that wait for a transport; beyond it the oldest are forgotten. */
  readonly pendingPerAddress: number;
  /** Connections with a transport. Beyond it negotiate and upgrades answer 503. */
  readonly connections: number;
  /** Negotiated connections without a transport. Beyond it negotiate answers 503. */
  readonly pendingConnections: number;
  /** Bytes posted for all of these before their transports came, posts that are being read included; beyond it posts are refused. */
  readonly earlyBytes: number;
  /** How often timeouts are tested. One timer serves all connections. */
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
  // ASP.NET has 100,000, where writers wait. Ours never wait, so that the bound must hold the traffic of some seconds.
  reconnectBufferBytes: 4 * 1024 * 1024,
  reconnectLeanedBytes: 32 * 1024 * 1024,
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
/** Nesting of values in a message, as ASP.NET's JSON protocol has it. */
export const MAX_DEPTH = 64;
/** Values in one message, keys and containers included: decoding costs time and memory by their number, not by their bytes. */
export const MAX_VALUES = 32_768;
