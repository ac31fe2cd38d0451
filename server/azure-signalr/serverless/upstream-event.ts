import type { Secret } from '../secret.ts';
import { isUpstreamSigned } from './upstream-signature.ts';

/** Headers of a request from the service to an upstream (reference 10.3). */
export const UpstreamHeader = {
  connectionId: 'x-asrs-connection-id',
  hub: 'x-asrs-hub',
  category: 'x-asrs-category',
  event: 'x-asrs-event',
  userId: 'x-asrs-user-id',
  userClaims: 'x-asrs-user-claims',
  clientQuery: 'x-asrs-client-query',
  signature: 'x-asrs-signature',
} as const;

const UPSTREAM_CATEGORIES = ['connections', 'messages'] as const;
export type UpstreamCategory = (typeof UPSTREAM_CATEGORIES)[number];

/** What happened at the service, before the body is read. */
export interface UpstreamEvent {
  readonly connectionId: string;
  readonly hub: string;
  readonly category: UpstreamCategory;
  /** `connected`, `disconnected`, or the method that the client called. */
  readonly event: string;
  /** Undefined for an anonymous client. */
  readonly userId: string | undefined;
  /** Of the client's own address, as it wrote it. */
  readonly query: string;
}

export type NamedUpstreamEvent = { readonly kind: 'event'; readonly event: UpstreamEvent } | { readonly kind: 'malformed' };

export type ReadUpstreamEvent =
  | NamedUpstreamEvent
  /** The request does not come from the service, or its key is no longer ours. */
  | { readonly kind: 'unsigned' };

/** Reads the headers of a request that may come from the service. Names are case-insensitive, as `Headers` has them. */
export function readUpstreamEvent(headers: Pick<Headers, 'get'>, keys: readonly Secret[]): ReadUpstreamEvent {
  const connectionId = headers.get(UpstreamHeader.connectionId) ?? '';
  const signature = headers.get(UpstreamHeader.signature) ?? '';
  if (connectionId === '' || !isUpstreamSigned(signature, keys, connectionId)) return { kind: 'unsigned' };
  return namedUpstreamEvent(headers);
}

/** The same, for a request whose sender has proved otherwise that it is the service: see `upstreamIdentity`. */
export function namedUpstreamEvent(headers: Pick<Headers, 'get'>): NamedUpstreamEvent {
  const connectionId = headers.get(UpstreamHeader.connectionId) ?? '';
  const hub = headers.get(UpstreamHeader.hub) ?? '';
  const category = UPSTREAM_CATEGORIES.find((one) => one === headers.get(UpstreamHeader.category));
  const event = headers.get(UpstreamHeader.event) ?? '';
  if (connectionId === '' || hub === '' || category === undefined || event === '') return { kind: 'malformed' };
  const userId = headers.get(UpstreamHeader.userId) ?? undefined;
  return {
    kind: 'event',
    event: { connectionId, hub, category, event, userId, query: headers.get(UpstreamHeader.clientQuery) ?? '' },
  };
}
