import type { Clock } from '@inkroom/signalr/host';
import { boundedBody } from '../bounded-body.ts';
import type { ServiceEndpoint } from '../connection-string.ts';
import { Secret } from '../secret.ts';
import { accessKeyUrl } from '../service-urls.ts';
import type { SigningKey } from './access-token.ts';
import { type EntraFailure, notAuthorised, unreachable } from './entra-tokens.ts';

const TIMEOUT_MS = 100_000;
/** Far longer than a key and its id. */
const BODY_BYTES = 16 * 1024;

export interface KeyExchange {
  readonly endpoint: ServiceEndpoint;
  /** Token of Entra ID. A secret. */
  readonly token: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Asks the service once for the temporary key that signs clients' tokens (reference 3.6). Never rejects. */
export async function exchangeKey(exchange: KeyExchange): Promise<SigningKey | EntraFailure> {
  const { endpoint, token, clock } = exchange;
  const limit = new AbortController();
  const timer = clock.after(TIMEOUT_MS, () => limit.abort());
  try {
    const response = await exchange.fetch(accessKeyUrl(endpoint), {
      headers: { authorization: `Bearer ${token}` },
      // The token is for this address only.
      redirect: 'error',
      signal: AbortSignal.any([limit.signal, exchange.signal]),
    });
    if (response.status === 401 || response.status === 403) {
      await response.body?.cancel();
      return notAuthorised(endpoint.name, response.status);
    }
    if (!response.ok) {
      await response.body?.cancel();
      return unreachable(endpoint.name, `it answered ${response.status}`);
    }
    return (
      readKey(await boundedBody(response.body, BODY_BYTES)) ??
      unreachable(endpoint.name, 'its answer holds no KeyId and AccessKey')
    );
  } catch {
    const what = limit.signal.aborted ? `no answer within ${TIMEOUT_MS / 1000} s` : 'it could not be reached';
    return unreachable(endpoint.name, what);
  } finally {
    timer.dispose();
  }
}

function readKey(bytes: Buffer | undefined): SigningKey | undefined {
  let body: unknown;
  try {
    body = JSON.parse(bytes?.toString() ?? '');
  } catch {
    return undefined;
  }
  if (typeof body !== 'object' || body === null) return undefined;
  const { KeyId: kid, AccessKey: key } = body as { readonly KeyId?: unknown; readonly AccessKey?: unknown };
  return typeof kid === 'string' && typeof key === 'string' && key !== '' ? { kid, key: new Secret(key) } : undefined;
}
