import { Secret } from '@inkroom/azure-signalr/secret';
import { type EmulatorOptions, startEmulator } from '@inkroom/emulator/emulator';
import type { Children } from '../../build/children.ts';
import { logWriter } from '../../server/process/log-writer.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';

/** What stands in front of the hubs of `demo:scale`, and of the functions of `demo:serverless`. */
export interface Service {
  /** For the hubs. It holds a key, which opens nothing but this emulator. */
  readonly connectionString: string;
  /** The requests that it sent to upstreams, as `what status`. */
  toldUpstream(): readonly string[];
  /** Where its messages can be watched as they flow. */
  readonly tracePage: string;
}

const KEY_BYTES = 32;

/** The emulator of Azure SignalR Service, in this process. It ends after the hubs, so that they can say goodbye. */
export async function openService(children: Children, mode: Pick<EmulatorOptions, 'serverless'> = {}): Promise<Service> {
  const emulator = await startEmulator({
    ...mode,
    host: '127.0.0.1',
    port: 0,
    accessKeys: [new Secret(Buffer.from(nodeRandom.bytes(KEY_BYTES)).toString('base64'))],
    clock: nodeClock,
    random: nodeRandom,
    log: logWriter({ level: 'warn', format: 'text', clock: nodeClock, write: (text) => void process.stderr.write(text) }),
  });
  void children.gone.then(() => emulator.stop());
  return {
    connectionString: emulator.connectionString,
    tracePage: `${emulator.url}/emulator/`,
    toldUpstream: () =>
      emulator.trace.rows.filter(({ way }) => way === 'service > upstream').map(({ what, about }) => `${what} ${about}`),
  };
}
