import type { DisconnectReason } from '@inkroom/signalr/connection/disconnect-reason';
import { type Hub, HubError, type HubMethod } from '@inkroom/signalr/hub';
import { CallRefused, type HubMethodEntry, type HubMethods } from '../ports/client-transport.ts';

/** The connection broke, or its client was told to move. Clients that end their connection or break the protocol are not returning. */
const LOST: ReadonlySet<DisconnectReason> = new Set<DisconnectReason>([
  'connectionLost',
  'moved',
  'clientTimeout',
  'tooManyReattaches',
  'tooSlow',
  'sendTimeout',
]);

/** The rules' methods as a hub of the SignalR server, whatever carries its clients. */
export function servedHub(served: HubMethods): Hub {
  const methods = new Map<string, HubMethod>();
  for (const [name, method] of served.methods) methods.set(name, asHubMethod(method));
  return {
    methods,
    onConnected: (connection) => served.connected(connection),
    onDisconnected: (connection, reason) => served.disconnected(connection, reason, LOST.has(reason) ? 'lost' : 'closed'),
  };
}

/** A refusal becomes the error for the client. Successful calls create no promise here. */
function asHubMethod(method: HubMethodEntry): HubMethod {
  const { parameters, mostBytes } = method;
  const counted = { ...(parameters === undefined ? {} : { parameters }), ...(mostBytes === undefined ? {} : { mostBytes }) };
  if (method.kind === 'stream') {
    return {
      kind: 'stream',
      ...counted,
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
    ...counted,
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
