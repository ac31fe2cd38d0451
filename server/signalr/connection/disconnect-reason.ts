/** Why a connection ended. Given to the hub and to the log. */
export type DisconnectReason =
  /** The client sent Close, or a close frame. */
  | 'clientClosed'
  /** The transport broke. */
  | 'connectionLost'
  /** Its sockets were replaced too often. */
  | 'tooManyReattaches'
  /** The application closed it. */
  | 'serverClosed'
  | 'serverShutdown'
  /** It was told to connect again, which leads it to another address. */
  | 'moved'
  | 'handshakeFailed'
  | 'handshakeTimeout'
  /** `onConnected` threw. */
  | 'hubFailed'
  | 'clientTimeout'
  | 'protocolError'
  | 'messageTooLarge'
  /** Its send queue exceeded `sendQueueBytes`. */
  | 'tooSlow'
  /** It accepted no bytes for `sendTimeoutMs`. */
  | 'sendTimeout';
