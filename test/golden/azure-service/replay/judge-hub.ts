import { once } from 'node:events';
import { type Hub, type HubCall, HubError } from '@inkroom/signalr/hub';
import type { ServiceHub } from '../../../../server/adapters/azure-signalr/hub-behind-service.ts';

/** The hub that the SDK served when it was recorded. `server` is asked when a method runs. */
export function judgeHub(name: string, server: () => ServiceHub): Hub {
  const told = async (answer: Promise<unknown>): Promise<string> => `client said ${String(await answer)}`;
  // A method without result is answered by null.
  const done = (_: unknown): null => null;
  const text = (call: HubCall, n = 0): string => String(call.args[n]);
  const texts = (call: HubCall): string[] => (call.args[0] as unknown[]).map(String);
  return {
    methods: {
      echo: ({ args: [value] }) => value,
      add: ({ args: [a, b] }) => Number(a) + Number(b),
      instanceName: () => name,
      fail: () => {
        throw new HubError('boom');
      },
      sendToCaller: ({ connection, args: [value] }) => done(connection.send('message', [value])),
      joinGroup: async (call) => done(await server().groups.add(call.connection.id, text(call))),
      leaveGroup: async (call) => done(await server().groups.remove(call.connection.id, text(call))),
      sendToGroup: (call) => done(server().groups.send(text(call), 'message', [call.args[1]])),
      sendToOthersInGroup: (call) => done(server().groups.send(text(call), 'message', [call.args[1]], call.connection.id)),
      sendToGroups: (call) => done(server().groups.send(texts(call), 'message', [call.args[1]])),
      sendToAll: ({ args: [value] }) => done(server().sendAll('message', [value])),
      sendToOthers: ({ args: [value], connection }) => done(server().sendAll('message', [value], connection.id)),
      sendToUser: (call) => done(server().users.send(text(call), 'message', [call.args[1]])),
      sendToUsers: (call) => done(server().users.send(texts(call), 'message', [call.args[1]])),
      sendToConnection: (call) => done(server().send(text(call), 'message', [call.args[1]])),
      askClient: (call) => told(call.ask('ask', [call.args[0]])),
      askConnection: (call) => told(server().ask(text(call), 'ask', [call.args[1]])),
      abort: ({ connection }) => void connection.close(),
      counter: {
        kind: 'stream',
        async *run({ args: [count, pauseMs], signal }) {
          for (let n = 0; n < Number(count); n++) {
            yield n;
            // With pauses the recorded client cancels behind the second item: nothing is to come before that.
            if (Number(pauseMs) > 0 && n === 1) await once(signal, 'abort');
          }
        },
      },
      uploadSum: {
        kind: 'call',
        uploads: 1,
        async run({ uploads: [numbers] }) {
          let sum = 0;
          for await (const one of numbers ?? []) sum += Number(one);
          return sum;
        },
      },
    },
    onDisconnected: (connection) => void server().sendAll('left', [connection.id]),
  };
}
