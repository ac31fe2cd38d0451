import { CallRefused, type ClientTransport, type HubMethodEntry, type HubMethods } from '../ports/client-transport.ts';
import { type Hub, HubError, type HubMethod } from '../signalr/hub.ts';
import { createHubServer, type HubServer, type HubServerOptions } from '../signalr/hub-server.ts';

export interface SelfHosted<H extends HubMethods> {
  readonly transport: ClientTransport;
  /** What `serve` gave. */
  readonly hub: H;
  /** Give it the requests and upgrades of an HTTP server. */
  readonly server: HubServer;
}

/** Clients connect to this process itself. `serve` is called once, with the transport, and gives the methods that clients may call. */
export function selfHosted<H extends HubMethods>(
  options: Omit<HubServerOptions, 'hub'>,
  serve: (transport: ClientTransport) => H,
): SelfHosted<H> {
  const transport: ClientTransport = {
    reach: 'instance',
    addToGroup(connectionId, group) {
      server.groups.add(connectionId, group);
    },
    removeFromGroup(connectionId, group) {
      server.groups.remove(connectionId, group);
    },
    sendToGroup(group, target, args) {
      server.groups.send(group, target, args);
    },
  };
  const served = serve(transport);
  const methods = new Map<string, HubMethod>();
  for (const [name, method] of served.methods) methods.set(name, asHubMethod(method));
  const hub: Hub = {
    methods,
    onConnected: (connection) => served.connected(connection),
    onDisconnected: (connection, reason) => served.disconnected(connection, reason),
  };
  const server = createHubServer({ ...options, hub });
  return { transport, hub: served, server };
}

/** A refusal becomes the error that clients are shown; calls that succeed pass without a promise of ours. */
function asHubMethod(method: HubMethodEntry): HubMethod {
  if (method.kind === 'stream') {
    return {
      kind: 'stream',
      itemsStay: method.itemsStay === true,
      run(call) {
        try {
          return withShownErrors(method.run(call));
        } catch (error) {
          throw shown(error);
        }
      },
    };
  }
  return {
    kind: 'call',
    run(call) {
      let answer: unknown;
      try {
        answer = method.run(call);
      } catch (error) {
        throw shown(error);
      }
      if (!(answer instanceof Promise)) return answer;
      return answer.catch((error: unknown) => {
        throw shown(error);
      });
    },
  };
}

async function* withShownErrors(items: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  try {
    yield* items;
  } catch (error) {
    throw shown(error);
  }
}

function shown(error: unknown): unknown {
  return error instanceof CallRefused ? new HubError(error.message) : error;
}
