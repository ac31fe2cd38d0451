/** Why a connection ended. Given to the hub and to the log. */
export type DisconnectReason =
  /** The client sent Close, or a close frame. */
  | 'clientClosed'
  /** The transport vanished. */
  | 'connectionLost'
  /** Its sockets were replaced too often. */
  | 'tooManyReattaches'
  /** The application closed it. */
  | 'serverClosed'
  | 'serverShutdown'
  | 'handshakeFailed'
  | 'handshakeTimeout'
  /** `onConnected` threw. */
  | 'hubFailed'
  | 'clientTimeout'
  | 'protocolError'
  | 'messageTooLarge'
  /** More was waiting for it than `sendQueueBytes`. */
  | 'tooSlow'
  /** It took nothing for `sendTimeoutMs`. */
  | 'sendTimeout';
