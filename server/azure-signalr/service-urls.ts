import type { Random } from '@inkroom/signalr/host';
import type { ServiceEndpoint } from './connection-string.ts';

/** The addresses of the service (reference 2), as Microsoft's SDK writes them. */

/** Name of a hub in addresses: lower case, behind that of the application where there is one (reference 2.1). */
export function hubKey(hub: string, application?: string): string {
  const name = hub.toLowerCase();
  return application === undefined ? name : `${application.toLowerCase()}_${name}`;
}

/** For tokens: it never has a port, and is the same whatever address a request goes to (reference 3.2). */
export function audience(endpoint: ServiceEndpoint, of: 'server' | 'client', key: string): string {
  return `${endpoint.audienceBase}${of}/?hub=${key}`;
}

export interface ServerConnectionUrl {
  readonly hubKey: string;
  /** A new one for every attempt. */
  readonly cid: string;
  /** Instance of the service that has asked for this connection. */
  readonly target?: string;
}

/** Where to open the WebSocket of a server connection. */
export function serverConnectionUrl(endpoint: ServiceEndpoint, { hubKey: key, cid, target }: ServerConnectionUrl): string {
  const base = endpoint.serverBase.replace(/^http/i, 'ws');
  const wanted = target === undefined ? '' : `&target=${encodeURIComponent(target)}`;
  return `${base}server/?hub=${key}&cid=${cid}${wanted}`;
}

export interface ClientUrl {
  readonly hubKey: string;
  /** Path that the client has asked at the application, with or without `/negotiate` at its end. */
  readonly path: string;
  /** Query of that request, with or without `?`; handed on untouched. */
  readonly query: string;
  /** For the logs of both sides; `newRequestId` makes one. */
  readonly requestId: string;
}

/** Where a client is sent by negotiation (reference 2.3). */
export function clientUrl(endpoint: ServiceEndpoint, { hubKey: key, path, query, requestId }: ClientUrl): string {
  const original = path.replace(/\/+$/, '').replace(/\/negotiate$/i, '');
  const operation = original === '' ? '' : `&${new URLSearchParams({ 'asrs.op': original })}`;
  const own = ownQuery(query);
  return `${endpoint.clientBase}client/?hub=${key}${operation}${own === '' ? '' : `&${own}`}&asrs_request_id=${encodeURIComponent(requestId)}`;
}

/** Parameters that the service reads for itself, and the application's own token, which is nothing for it. */
const RESERVED = /^(hub$|asrs|access_token$)/i;

/** The client's own parameters as they came: they must not take the place of the service's. */
function ownQuery(query: string): string {
  const parts = query.replace(/^\?/, '').split('&');
  return parts.filter((part) => !RESERVED.test(nameOf(part) ?? 'hub')).join('&');
}

/** Undefined for one that cannot be read. */
function nameOf(part: string): string | undefined {
  try {
    return decodeURIComponent(part.split('=')[0] ?? '').trim();
  } catch {
    return undefined;
  }
}

/** Where the temporary key is to be had with a token of Entra ID (reference 3.6). */
export function accessKeyUrl(endpoint: ServiceEndpoint): string {
  return `${endpoint.serverBase}api/v1/auth/accessKey`;
}

const hexOf = (random: Random, count: number): string => Buffer.from(random.bytes(count)).toString('hex');

/** Id of this process as an application server: one for all its server connections (reference 2.2). */
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
