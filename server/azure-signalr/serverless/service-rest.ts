import type { Clock } from '@inkroom/signalr/host';
import { type SigningKey, signAccessToken } from '../auth/access-token.ts';
import { EntraFailure, type EntraTokens } from '../auth/entra-tokens.ts';
import type { ServiceEndpoint } from '../connection-string.ts';
import { hubKey } from '../service-urls.ts';

/** The version of the data plane (reference 9.1). */
const API_VERSION = '2022-06-01';
/** Longest wait for an answer: a function that waits longer is billed for waiting. */
const TIMEOUT_MS = 10_000;

/** Who calls: the access key signs a token for each call; an identity shows its token of Entra ID as it is (reference 3.6). */
export type RestCaller = { readonly key: SigningKey } | { readonly tokens: EntraTokens };

export interface ServiceRestOptions {
  readonly endpoint: ServiceEndpoint;
  readonly caller: RestCaller;
  readonly hub: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
}

/** The receivers of a message. */
export type RestReceivers = { readonly to: 'all' } | { readonly to: 'group' | 'user' | 'connection'; readonly name: string };

/**
 * `refused`: the service does not take our key or identity. `absent`: no such connection. `throttled`: a quota is used up. `failed`: any other
 * answer, or none in time.
 */
export type RestOutcome = 'done' | 'refused' | 'absent' | 'throttled' | 'failed';

/** The REST data plane of the service, for programs that hold no connection to it (reference 9). No call rejects. */
export interface ServiceRest {
  send(receivers: RestReceivers, target: string, args: readonly unknown[]): Promise<RestOutcome>;
  join(group: string, connectionId: string): Promise<RestOutcome>;
  leave(group: string, connectionId: string): Promise<RestOutcome>;
}

export function serviceRest({ endpoint, caller, hub, fetch, clock }: ServiceRestOptions): ServiceRest {
  const path = `api/hubs/${hubKey(hub)}`;

  const bearer = (audience: string): Promise<string> =>
    'tokens' in caller ? caller.tokens.token() : signAccessToken(caller.key, { audience, claims: [], now: clock.now() });

  async function call(method: 'POST' | 'PUT' | 'DELETE', rest: string, body?: string): Promise<RestOutcome> {
    const limit = new AbortController();
    const timer = clock.after(TIMEOUT_MS, () => limit.abort());
    try {
      const token = await bearer(`${endpoint.audienceBase}${path}${rest}`);
      const response = await fetch(`${endpoint.serverBase}${path}${rest}?api-version=${API_VERSION}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body }),
        // The token is for this address only.
        redirect: 'error',
        signal: limit.signal,
      });
      await response.body?.cancel();
      return outcomeOf(response.status);
    } catch (error) {
      return error instanceof EntraFailure ? 'refused' : 'failed';
    } finally {
      timer.dispose();
    }
  }

  const member = (group: string, connectionId: string): string =>
    `/groups/${encodeURIComponent(group)}/connections/${encodeURIComponent(connectionId)}`;
  return {
    send: (receivers, target, args) => call('POST', `${place(receivers)}/:send`, JSON.stringify({ target, arguments: args })),
    join: (group, connectionId) => call('PUT', member(group, connectionId)),
    leave: (group, connectionId) => call('DELETE', member(group, connectionId)),
  };
}

function place(receivers: RestReceivers): string {
  return receivers.to === 'all' ? '' : `/${receivers.to}s/${encodeURIComponent(receivers.name)}`;
}

function outcomeOf(status: number): RestOutcome {
  if (status >= 200 && status < 300) return 'done';
  if (status === 401 || status === 403) return 'refused';
  if (status === 404) return 'absent';
  return status === 429 ? 'throttled' : 'failed';
}
