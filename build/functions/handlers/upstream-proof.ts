import { namedUpstreamEvent, type ReadUpstreamEvent, readUpstreamEvent } from '@inkroom/azure-signalr/serverless/upstream-event';
import { upstreamIdentity } from '@inkroom/azure-signalr/serverless/upstream-identity';
import type { Clock } from '@inkroom/signalr/host';
import type { FunctionRequest } from '../function-types.ts';
import type { Settings } from '../settings.ts';

/** A request to an upstream: its event, when the service has sent it. */
export type ProvedEvent =
  | ReadUpstreamEvent
  /** The keys of Entra ID could not be read. */
  | { readonly kind: 'unproved' }
  /** This app is not told how to know the service. `problem` is for the log. */
  | { readonly kind: 'unset'; readonly problem: string };

export type UpstreamProof = (headers: FunctionRequest['headers']) => Promise<ProvedEvent>;

/** With an access key the service signs its requests with it. Without, it calls with its managed identity. */
export function upstreamProof(
  { endpoint: { auth }, upstream }: Settings,
  host: { readonly fetch: typeof globalThis.fetch; readonly clock: Clock },
): UpstreamProof {
  if (auth.kind === 'accessKey') return async (headers) => readUpstreamEvent(headers, [auth.accessKey]);
  if (typeof upstream === 'string') return async () => ({ kind: 'unset', problem: upstream });
  const check = upstreamIdentity({ ...upstream, ...host });
  return async (headers) => {
    switch (await check(headers.get('authorization') ?? '')) {
      case 'service':
        return namedUpstreamEvent(headers);
      case 'other':
        return { kind: 'unsigned' };
      case 'unreachable':
        return { kind: 'unproved' };
    }
  };
}
