import type { Random } from '@inkroom/signalr/host';
import type { ServiceEndpoint } from './connection-string.ts';

/** The addresses of the service (reference 2), as Microsoft's SDK writes them. */

/** Name of a hub in addresses: lower case, after the application's name if there is one (reference 2.1). */
export function hubKey(hub: string, application?: string): string {
  const name = hub.toLowerCase();
  return application === undefined ? name : `${application.toLowerCase()}_${name}`;
}

/** For tokens. It never has a port, and is the same for every address of a request (reference 3.2). */
export function audience(endpoint: ServiceEndpoint, of: 'server' | 'client', key: string): string {
  return `${endpoint.audienceBase}${of}/?hub=${key}`;
}

export interface ServerConnectionUrl {
  readonly hubKey: string;
  /** New for every attempt. */
  readonly cid: string;
  /** Instance of the service that has requested this connection. */
  readonly target?: string;
}

/** WebSocket address of a server connection. */
export function serverConnectionUrl(endpoint: ServiceEndpoint, { hubKey: key, cid, target }: ServerConnectionUrl): string {
  const base = endpoint.serverBase.replace(/^http/i, 'ws');
  const wanted = target === undefined ? '' : `&target=${encodeURIComponent(target)}`;
  return `${base}server/?hub=${key}&cid=${cid}${wanted}`;
}

export interface ClientUrl {
  readonly hubKey: string;
  /** The client's request path at the application, with or without `/negotiate` at its end. */
  readonly path: string;
  /** Query of that request, with or without `?`. Passed on unchanged. */
  readonly query: string;
  /** For the logs of both sides. `newRequestId` makes one. */
  readonly requestId: string;
}

/** Address to which negotiation redirects a client (reference 2.3). */
export function clientUrl(endpoint: ServiceEndpoint, { hubKey: key, path, query, requestId }: ClientUrl): string {
  const original = path.replace(/\/+$/, '').replace(/\/negotiate$/i, '');
  const operation = original === '' ? '' : `&${new URLSearchParams({ 'asrs.op': original })}`;
  const own = ownQuery(query);
  return `${endpoint.clientBase}client/?hub=${key}${operation}${own === '' ? '' : `&${own}`}&asrs_request_id=${encodeURIComponent(requestId)}`;
}

/** Parameters that the service reads itself, and the application's own token, which the service must not get. */
const RESERVED = /^(hub$|asrs|access_token$)/i;

/** The client's own parameters, unchanged. They must not replace the service's. */
function ownQuery(query: string): string {
  const parts = query.replace(/^\?/, '').split('&');
  return parts.filter((part) => !RESERVED.test(nameOf(part) ?? 'hub')).join('&');
}

/** Undefined when it cannot be decoded. */
function nameOf(part: string): string | undefined {
  try {
    return decodeURIComponent(part.split('=')[0] ?? '').trim();
  } catch {
    return undefined;
  }
}

/** Address of the temporary key, for requests with a token of Entra ID (reference 3.6). */
export function accessKeyUrl(endpoint: ServiceEndpoint): string {
  return `${endpoint.serverBase}api/v1/auth/accessKey`;
}

const hexOf = (random: Random, count: number): string => Buffer.from(random.bytes(count)).toString('hex');

/** Id of this process as an application server, shared by all its server connections (reference 2.2). */
export function newServerId(machine: string, random: Random): string {
  return `${machine}_${hexOf(random, 16)}`;
}

/** Id of one attempt to open a server connection: a GUID with dashes. */
export function newCid(random: Random): string {
  return hexOf(random, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function newRequestId(random: Random): string {
  return `${hexOf(random, 6)}-${hexOf(random, 4)}`.toUpperCase();
}
