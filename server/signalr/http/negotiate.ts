import type { Identity } from '../connection/identity.ts';
import type { TransportName } from '../hub.ts';
import { queryValue } from './query-value.ts';

/** The highest negotiate version (reference 1.1). It is not the hub protocol's version. */
const HIGHEST_VERSION = 1;

export type NegotiateVersion =
  | { readonly kind: 'version'; readonly version: 0 | 1 }
  | { readonly kind: 'refused'; readonly error: string };

/** Reference 1.3. */
export function negotiateVersion(query: URLSearchParams): NegotiateVersion {
  const asked = queryValue(query, 'negotiateVersion');
  if (asked === undefined) return { kind: 'version', version: 0 };
  const version = /^\s*[+-]?\d{1,10}\s*$/.test(asked) ? Number(asked) : Number.NaN;
  if (Number.isNaN(version) || Math.abs(version) > 0x7fff_ffff) {
    return { kind: 'refused', error: 'The client requested a non-integer protocol version.' };
  }
  if (version < 0) {
    return { kind: 'refused', error: `The client requested version '${version}', but the server does not support this version.` };
  }
  return { kind: 'version', version: Math.min(version, HIGHEST_VERSION) === 0 ? 0 : 1 };
}

/** Transports in the order in which clients try them. A transport that is not served must not be listed (reference 2.6). */
const OFFERED_TRANSPORTS: readonly { readonly transport: TransportName; readonly transferFormats: readonly string[] }[] = [
  { transport: 'WebSockets', transferFormats: ['Text', 'Binary'] },
  { transport: 'ServerSentEvents', transferFormats: ['Text'] },
  { transport: 'LongPolling', transferFormats: ['Text', 'Binary'] },
];

/** .NET's words for booleans (reference 1.2). */
export function asksForStateful(query: URLSearchParams): boolean {
  return queryValue(query, 'useStatefulReconnect')?.trim().toLowerCase() === 'true';
}

/** The answer of a server that serves the connection itself (reference 1.2). Properties in ASP.NET's order. */
export function negotiateAnswer(version: 0 | 1, { id, token, isStateful }: Identity): string {
  return JSON.stringify({
    ...(isStateful ? { useStatefulReconnect: true } : {}),
    negotiateVersion: version,
    connectionId: id,
    ...(version === 0 ? {} : { connectionToken: token }),
    availableTransports: OFFERED_TRANSPORTS,
  });
}
