import { Secret } from '@inkroom/azure-signalr/secret';
import { type Emulator, startEmulator } from '@inkroom/emulator/emulator';
import { nodeHost } from '@inkroom/signalr/node-host';

/** An emulator of the service on a free port. An application server connects with its `connectionString`. */
export function startService(): Promise<Emulator> {
  return startEmulator({ ...nodeHost, host: '127.0.0.1', port: 0, accessKeys: [new Secret('a-key-for-tests')] });
}

if (process.argv[1] === import.meta.filename) console.log((await startService()).connectionString);
