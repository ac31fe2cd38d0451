import { boundedBody } from '@inkroom/azure-signalr/bounded-body';
import type { Secret } from '@inkroom/azure-signalr/secret';
import { UpstreamHeader } from '@inkroom/azure-signalr/serverless/upstream-event';
import { upstreamSignature } from '@inkroom/azure-signalr/serverless/upstream-signature';
import type { Clock } from '@inkroom/signalr/host';
import type { ClientIdentity } from '../clients/client-connection.ts';
import { type UpstreamName, type UpstreamTemplate, upstreamUrl } from './upstream-settings.ts';

/** Longest answer (reference 10.4). */
const ANSWER_BYTES = 16 * 1024 * 1024;

export interface UpstreamCallerOptions {
  readonly templates: readonly UpstreamTemplate[];
  accessKeys(): readonly Secret[];
  readonly upstreamToken: (() => Promise<string>) | undefined;
  /** Longest wait for an answer, milliseconds. */
  readonly upstreamMs: number;
  readonly clock: Clock;
}

export interface UpstreamBody {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export type UpstreamAnswer =
  /** No template matches. */
  | { readonly kind: 'unwanted' }
  | { readonly kind: 'answered'; readonly status: number; readonly body: Buffer }
  | { readonly kind: 'tooLarge' };

export interface UpstreamCaller {
  /** Tells the upstream about an event of the client. Never rejects: an upstream that cannot be reached answers 500. */
  call(name: UpstreamName, client: ClientIdentity, body: UpstreamBody): Promise<UpstreamAnswer>;
  /** Gives up all calls. */
  stop(): void;
}

export function upstreamCaller({
  templates,
  accessKeys,
  upstreamToken,
  upstreamMs,
  clock,
}: UpstreamCallerOptions): UpstreamCaller {
  const stopped = new AbortController();

  return {
    async call(name, client, { contentType, bytes }) {
      const url = upstreamUrl(templates, name);
      if (url === undefined) return { kind: 'unwanted' };
      const limit = new AbortController();
      const timer = clock.after(upstreamMs, () => limit.abort());
      try {
        const bearer = upstreamToken === undefined ? {} : { authorization: `Bearer ${await upstreamToken()}` };
        const response = await fetch(url, {
          method: 'POST',
          headers: { ...headersOf(name, client, accessKeys()), ...bearer, 'content-type': contentType },
          body: new Uint8Array(bytes),
          redirect: 'manual',
          signal: AbortSignal.any([limit.signal, stopped.signal]),
        });
        const body = await boundedBody(response.body, ANSWER_BYTES);
        return body === undefined ? { kind: 'tooLarge' } : { kind: 'answered', status: response.status, body };
      } catch {
        return { kind: 'answered', status: 500, body: Buffer.alloc(0) };
      } finally {
        timer.dispose();
      }
    },
    stop: () => stopped.abort(),
  };
}

function headersOf(
  { hub, category, event }: UpstreamName,
  { id, userId, claims, query }: ClientIdentity,
  accessKeys: readonly Secret[],
): Record<string, string> {
  const said = claims.map(([type, value]) => `${type}: ${value}`).join(', ');
  return {
    [UpstreamHeader.connectionId]: id,
    [UpstreamHeader.hub]: inHeader(hub),
    [UpstreamHeader.category]: category,
    [UpstreamHeader.event]: inHeader(event),
    ...(userId === undefined ? {} : { [UpstreamHeader.userId]: inHeader(userId) }),
    ...(said === '' ? {} : { [UpstreamHeader.userClaims]: inHeader(said) }),
    ...(query === '' ? {} : { [UpstreamHeader.clientQuery]: inHeader(query) }),
    [UpstreamHeader.signature]: upstreamSignature(accessKeys, id),
  };
}

/** A header holds printable ASCII only. What the service does with other characters is not known; here they are percent-encoded. */
function inHeader(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\x20-\x7e]/gu, encodeURIComponent)
    .trim();
}
