import type { ServiceMessageType } from './service-codes.ts';

/** The messages between an application server and Azure SignalR Service (reference 6.3); see `service-codes.ts` for the numbers. */
type T = typeof ServiceMessageType;

/** One value of one claim. A type may occur several times; the order is kept. */
export type ServiceClaim = readonly [type: string, value: string];

/** Names are case-insensitive and unique: `mergedHeaders` makes the map, `headerValues` reads it. */
export type ServiceHeaders = ReadonlyMap<string, readonly string[]>;

/** Hub protocol name -> a whole framed hub message in it, ready to be sent to clients (reference 8.1). */
export type Payloads = ReadonlyMap<string, Uint8Array>;

/** Correlates the logs of both sides (reference 8.3): 64 bits. */
export interface Traced {
  readonly tracingId?: bigint;
}
interface Filtered extends Traced {
  /** Chooses receivers by an expression (reference 6.2, key 4). */
  readonly filter?: string;
}
interface Lasting extends Traced {
  /** Seconds. */
  readonly ttl?: number;
}
interface InProtocol extends Traced {
  readonly protocol?: string;
}

export interface HandshakeRequest {
  readonly type: T['handshakeRequest'];
  readonly version: number;
  /** See `ConnectionType`. */
  readonly connectionType: number;
  /** Empty in practice: the target of an on-demand connection travels in the URL. */
  readonly target: string;
  /** 0 never; 1 clients may be moved to another server at a graceful shutdown. */
  readonly migrationLevel: number;
  /** Only newer SDKs write it. When absent, the message has six elements. */
  readonly allowStatefulReconnects?: boolean;
}

export interface HandshakeResponse {
  readonly type: T['handshakeResponse'];
  /** Null or empty: accepted. */
  readonly errorMessage: string | null;
  readonly connectionId: string | null;
}

/** Alternating keys and values. Empty for a keep-alive. See `pings.ts`. */
export interface Ping {
  readonly type: T['ping'];
  readonly messages: readonly string[];
}

export interface OpenConnection {
  readonly type: T['openConnection'];
  readonly connectionId: string;
  readonly claims: readonly ServiceClaim[];
  readonly headers: ServiceHeaders;
  /** Begins with `?`, or is empty (reference 7.1). */
  readonly queryString: string;
  readonly extensions: InProtocol;
}

export interface CloseConnection {
  readonly type: T['closeConnection'];
  readonly connectionId: string;
  readonly errorMessage: string | null;
  readonly headers: ServiceHeaders;
  readonly extensions: Traced;
}

export interface ConnectionData {
  readonly type: T['connectionData'];
  readonly connectionId: string;
  readonly payload: Uint8Array;
  readonly extensions: Traced & {
    /** See `DataMessageType`. */
    readonly dataMessageType?: number;
    /** More bytes of the same hub message follow. */
    readonly isPartial?: boolean;
  };
}

export interface MultiConnectionData {
  readonly type: T['multiConnectionData'];
  readonly connectionIds: readonly string[];
  readonly payloads: Payloads;
  readonly extensions: Filtered;
}

export interface UserData {
  readonly type: T['userData'];
  readonly userId: string;
  readonly payloads: Payloads;
  readonly extensions: Filtered;
}

export interface MultiUserData {
  readonly type: T['multiUserData'];
  readonly userIds: readonly string[];
  readonly payloads: Payloads;
  readonly extensions: Filtered;
}

export interface BroadcastData {
  readonly type: T['broadcastData'];
  readonly excludedConnectionIds: readonly string[];
  readonly payloads: Payloads;
  readonly extensions: Filtered;
}

/** Membership without an answer: older servers. */
export interface GroupMembership {
  readonly type: T['joinGroup'] | T['leaveGroup'];
  readonly connectionId: string;
  readonly group: string;
  readonly extensions: Traced;
}

export interface GroupBroadcastData {
  readonly type: T['groupBroadcastData'];
  readonly group: string;
  readonly excludedConnectionIds: readonly string[];
  readonly payloads: Payloads;
  readonly extensions: Filtered;
  readonly excludedUserIds: readonly string[];
  readonly callerUserId: string | null;
}

export interface MultiGroupBroadcastData {
  readonly type: T['multiGroupBroadcastData'];
  readonly groups: readonly string[];
  readonly payloads: Payloads;
  readonly extensions: Filtered;
}

/** The service gives up this server connection: it still reads, but no longer writes (reference 5.5). */
export interface ServiceError {
  readonly type: T['serviceError'];
  readonly errorMessage: string;
}

export interface UserGroupMembership {
  readonly type: T['userJoinGroup'] | T['userLeaveGroup'];
  readonly userId: string;
  readonly group: string;
  readonly extensions: Lasting;
}

export interface JoinGroupWithAck {
  readonly type: T['joinGroupWithAck'];
  readonly connectionId: string;
  readonly group: string;
  readonly ackId: number;
  readonly extensions: Traced;
}

export interface LeaveGroupWithAck {
  readonly type: T['leaveGroupWithAck'];
  readonly connectionId: string;
  /** Null: every group. */
  readonly group: string | null;
  readonly ackId: number;
  readonly extensions: Traced;
}

export interface Ack {
  readonly type: T['ack'];
  readonly ackId: number;
  /** See `AckStatus`. */
  readonly status: number;
  readonly message: string | null;
  /** Newer services only. */
  readonly payload?: Uint8Array;
}

export interface CheckUserInGroupWithAck {
  readonly type: T['checkUserInGroupWithAck'];
  readonly userId: string;
  readonly group: string;
  readonly ackId: number;
  readonly extensions: Traced;
}

/** See `EventObjectType` and `EventKind`. */
export interface ServiceEvent {
  readonly type: T['serviceEvent'];
  readonly objectType: number;
  readonly objectId: string;
  readonly kind: number;
  readonly message: string | null;
}

export interface CheckGroupExistenceWithAck {
  readonly type: T['checkGroupExistenceWithAck'];
  readonly group: string;
  readonly ackId: number;
  readonly extensions: Traced;
}

export interface CheckConnectionExistenceWithAck {
  readonly type: T['checkConnectionExistenceWithAck'];
  readonly connectionId: string;
  readonly ackId: number;
  readonly extensions: Traced;
}

export interface CheckUserExistenceWithAck {
  readonly type: T['checkUserExistenceWithAck'];
  readonly userId: string;
  readonly ackId: number;
  readonly extensions: Traced;
}

export interface UserJoinGroupWithAck {
  readonly type: T['userJoinGroupWithAck'];
  readonly userId: string;
  readonly group: string;
  readonly ackId: number;
  readonly extensions: Lasting;
}

export interface UserLeaveGroupWithAck {
  readonly type: T['userLeaveGroupWithAck'];
  readonly userId: string;
  /** Null: every group. */
  readonly group: string | null;
  readonly ackId: number;
  readonly extensions: Traced;
}

export interface AccessKeyRequest {
  readonly type: T['accessKeyRequest'];
  /** A secret. */
  readonly token: string;
  readonly kid: string | null;
}

export interface AccessKeyResponse {
  readonly type: T['accessKeyResponse'];
  readonly kid: string | null;
  /** A secret. */
  readonly accessKey: string | null;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
}

export interface CloseConnectionWithAck {
  readonly type: T['closeConnectionWithAck'];
  readonly connectionId: string;
  readonly reason: string | null;
  readonly ackId: number;
  readonly extensions: Traced;
}

export interface CloseConnectionsWithAck {
  readonly type: T['closeConnectionsWithAck'];
  readonly reason: string | null;
  readonly ackId: number;
  readonly excludedConnectionIds: readonly string[];
  readonly extensions: Traced;
}

export interface CloseUserConnectionsWithAck {
  readonly type: T['closeUserConnectionsWithAck'];
  readonly userId: string;
  readonly reason: string | null;
  readonly ackId: number;
  readonly excludedConnectionIds: readonly string[];
  readonly extensions: Traced;
}

export interface CloseGroupConnectionsWithAck {
  readonly type: T['closeGroupConnectionsWithAck'];
  readonly group: string;
  readonly reason: string | null;
  readonly ackId: number;
  readonly excludedConnectionIds: readonly string[];
  readonly extensions: Traced;
}

export interface ClientInvocation {
  readonly type: T['clientInvocation'];
  readonly invocationId: string;
  readonly connectionId: string;
  readonly callerServerId: string;
  readonly payloads: Payloads;
  readonly extensions: Traced;
}

export interface ClientCompletion {
  readonly type: T['clientCompletion'];
  readonly invocationId: string;
  readonly connectionId: string;
  /** Not reliable: the SDK writes the server that answers (reference 7.8). */
  readonly callerServerId: string;
  readonly protocol: string;
  readonly payload: Uint8Array;
  readonly extensions: InProtocol;
}

export interface ErrorCompletion {
  readonly type: T['errorCompletion'];
  readonly invocationId: string;
  readonly connectionId: string;
  readonly callerServerId: string;
  readonly error: string | null;
  readonly extensions: Traced;
}

export interface ServiceMapping {
  readonly type: T['serviceMapping'];
  readonly invocationId: string;
  readonly connectionId: string;
  readonly instanceId: string;
}

export interface ConnectionReconnect {
  readonly type: T['connectionReconnect'];
  readonly connectionId: string;
}

/** Newer SDKs (reference 7.5). */
export interface ConnectionFlowControl {
  readonly type: T['connectionFlowControl'];
  readonly connectionId: string;
  /** 1 client, 2 server. */
  readonly connectionType: number;
  /** 1 pause, 2 pause-ack, 3 resume, 4 offline. */
  readonly operation: number;
}

/** Newer SDKs. Later ones add fields, which are not read. */
export interface GroupMemberQuery {
  readonly type: T['groupMemberQuery'];
  readonly extensions: Traced;
  readonly group: string;
  readonly ackId: number;
  readonly max: number;
  readonly continuationToken: string | null;
}

export type ServiceMessage =
  | HandshakeRequest
  | HandshakeResponse
  | Ping
  | OpenConnection
  | CloseConnection
  | ConnectionData
  | MultiConnectionData
  | UserData
  | MultiUserData
  | BroadcastData
  | GroupMembership
  | GroupBroadcastData
  | MultiGroupBroadcastData
  | ServiceError
  | UserGroupMembership
  | JoinGroupWithAck
  | LeaveGroupWithAck
  | Ack
  | CheckUserInGroupWithAck
  | ServiceEvent
  | CheckGroupExistenceWithAck
  | CheckConnectionExistenceWithAck
  | CheckUserExistenceWithAck
  | UserJoinGroupWithAck
  | UserLeaveGroupWithAck
  | AccessKeyRequest
  | AccessKeyResponse
  | CloseConnectionWithAck
  | CloseConnectionsWithAck
  | CloseUserConnectionsWithAck
  | CloseGroupConnectionsWithAck
  | ClientInvocation
  | ClientCompletion
  | ErrorCompletion
  | ServiceMapping
  | ConnectionReconnect
  | ConnectionFlowControl
  | GroupMemberQuery;
