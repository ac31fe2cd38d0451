/**
 * The messages between an application server and Azure SignalR Service (reference 6.3). The numbers are Microsoft's. `server` is
 * the application server, `service` is Azure SignalR Service or its emulator.
 */
export const ServiceMessageType = {
  handshakeRequest: 1,
  handshakeResponse: 2,
  ping: 3,
  openConnection: 4,
  closeConnection: 5,
  connectionData: 6,
  multiConnectionData: 7,
  userData: 8,
  multiUserData: 9,
  broadcastData: 10,
  joinGroup: 11,
  leaveGroup: 12,
  groupBroadcastData: 13,
  multiGroupBroadcastData: 14,
  serviceError: 15,
  userJoinGroup: 16,
  userLeaveGroup: 17,
  joinGroupWithAck: 18,
  leaveGroupWithAck: 19,
  ack: 20,
  checkUserInGroupWithAck: 21,
  serviceEvent: 22,
  checkGroupExistenceWithAck: 23,
  checkConnectionExistenceWithAck: 24,
  checkUserExistenceWithAck: 25,
  userJoinGroupWithAck: 26,
  userLeaveGroupWithAck: 27,
  accessKeyRequest: 28,
  accessKeyResponse: 29,
  closeConnectionWithAck: 30,
  closeConnectionsWithAck: 31,
  closeUserConnectionsWithAck: 32,
  closeGroupConnectionsWithAck: 33,
  clientInvocation: 34,
  clientCompletion: 35,
  errorCompletion: 36,
  serviceMapping: 37,
  connectionReconnect: 38,
  connectionFlowControl: 39,
  groupMemberQuery: 40,
} as const;

/** Kind of a server connection (reference 5.1). The service assigns clients only to the first two. */
export const ConnectionType = { default: 0, onDemand: 1, weak: 2 } as const;

/** Result of a request with an ack id (reference 6.3). Other values exist: treat them as failures. */
export const AckStatus = { ok: 1, notFound: 2, timeout: 3, internalServerError: 4 } as const;

/** Content of a `connectionData`, as newer SDKs report it (reference 6.2, key 5). */
export const DataMessageType = { handshake: 1, invocation: 2, other: 3, close: 4 } as const;
