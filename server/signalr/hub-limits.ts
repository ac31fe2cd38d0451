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
  /** Bytes of one hub message from a client, framing included; also limits the handshake. */
  readonly messageBytes: number;
  /** Bytes of one WebSocket message from a client, which may hold many hub messages; it is in memory as a whole. */
  readonly frameBytes: number;
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
  /** Streams that one client may have running. */
  readonly streamsPerConnection: number;
  /** Connections with a transport. Beyond it negotiate and upgrades answer 503. */
  readonly connections: number;
  /** Negotiated connections without a transport. Beyond it negotiate answers 503. */
  readonly pendingConnections: number;
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
  sendQueueBytes: 4 * 1024 * 1024,
  parallelInvocations: 1,
  parkedInvocations: 100,
  parkedBytes: 1024 * 1024,
  messagesPerTurn: 1_000,
  streamsPerConnection: 100,
  connections: 20_000,
  pendingConnections: 20_000,
  sweepIntervalMs: 1_000,
};

/** Characters of an invocation id or a target. The protocol has no limit (reference 4.4). */
export const NAME_CHARS = 256;
/** Nesting of values in a message, as ASP.NET's JSON protocol has it. */
export const MAX_DEPTH = 64;
