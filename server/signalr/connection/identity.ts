/** Names one connection, from its negotiation to its end. */
export interface Identity {
  readonly id: string;
  /** The secret by which a transport claims the connection; equal to the id in negotiate version 0. */
  readonly token: string;
  /** Stateful reconnect was granted. */
  readonly isStateful: boolean;
  /** Network address under which the connection is counted. */
  readonly address: string;
}
