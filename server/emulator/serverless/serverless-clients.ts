import type { Secret } from '@inkroom/azure-signalr/secret';
import type { Clock } from '@inkroom/signalr/host';
import type { ClientConnection } from '../clients/client-connection.ts';
import type { Trace } from '../control/trace.ts';
import type { EmulatorLimits } from '../emulator-limits.ts';
import { ServerlessClient } from './serverless-client.ts';
import { type UpstreamAnswer, type UpstreamBody, upstreamCaller } from './upstream-caller.ts';
import type { UpstreamName, UpstreamTemplate } from './upstream-settings.ts';

/** Serverless mode (reference 10): there is no application server, and events go to upstreams by HTTP. */
export interface ServerlessMode {
  /** The first that matches gets the event. Empty: no upstream hears of clients. */
  readonly upstream: readonly UpstreamTemplate[];
  /** Token of the service's managed identity, as upstream settings may want it. Undefined: requests are signed only. */
  readonly upstreamToken?: () => Promise<string>;
}

export interface ServerlessOptions extends ServerlessMode {
  accessKeys(): readonly Secret[];
  readonly limits: EmulatorLimits;
  readonly trace: Trace;
  readonly clock: Clock;
  skipped(hub: string, peer: string, why: string): void;
}

/** All clients of an emulator in Serverless mode. */
export interface ServerlessClients {
  /** The client's handshake came. */
  asked(hub: string, client: ClientConnection, record: Buffer): void;
  received(client: ClientConnection, bytes: Buffer): void;
  /** `why`: the service's reason, `Normal` for none. */
  gone(client: ClientConnection, why: string): void;
  sweep(now: number): void;
  stop(): void;
}

/** Reasons that are no error to the upstream. */
const NORMAL = new Set(['Normal', 'ClosedByAppServer']);

export function serverlessClients(options: ServerlessOptions): ServerlessClients {
  const { limits, clock, trace } = options;
  const caller = upstreamCaller({
    templates: options.upstream,
    upstreamToken: options.upstreamToken,
    accessKeys: options.accessKeys,
    upstreamMs: limits.upstreamMs,
    clock,
  });
  const clients = new Map<ClientConnection, ServerlessClient>();

  async function tell(name: UpstreamName, client: ClientConnection, body: UpstreamBody): Promise<UpstreamAnswer> {
    const answer = await caller.call(name, client.identity, body);
    const said = answer.kind === 'answered' ? String(answer.status) : answer.kind;
    const row = { hub: name.hub, way: 'service > upstream', peer: client.identity.id, bytes: body.bytes.length } as const;
    trace.note({ ...row, what: `${name.category}/${name.event}`, about: said });
    return answer;
  }

  return {
    asked(hub, client, record) {
      const refusal = refusalOf(client, record);
      if (refusal !== undefined) {
        client.refuse(refusal, 'HandshakeError');
        return;
      }
      const skipped = (one: ClientConnection, why: string): void => options.skipped(hub, one.identity.id, why);
      const served = new ServerlessClient(client, hub, { tell, skipped, now: clock.mono() });
      clients.set(client, served);
      served.begin();
    },
    received: (client, bytes) => clients.get(client)?.received(bytes),
    gone(client, why) {
      clients.get(client)?.end(NORMAL.has(why) ? undefined : why);
      clients.delete(client);
    },
    sweep(now) {
      for (const client of clients.values()) client.ping(now, limits.clientPingMs);
    },
    stop: () => caller.stop(),
  };
}

/** The texts of ASP.NET Core, which the service is made of. */
function refusalOf({ protocol }: ClientConnection, record: Buffer): string | undefined {
  if (protocol !== 'json' && protocol !== 'messagepack') return `The protocol '${protocol}' is not supported.`;
  const request: { readonly version?: unknown } = JSON.parse(record.toString('utf8', 0, record.length - 1));
  return request.version === 1
    ? undefined
    : `The server does not support version ${JSON.stringify(request.version)} of the '${protocol}' protocol.`;
}
