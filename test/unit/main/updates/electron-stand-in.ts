import { EventEmitter } from 'node:events';
import { request as httpRequest } from 'node:http';
import { createRequire } from 'node:module';

/** The parts of Electron that electron-updater uses, over Node: an installed app, and requests. */
export interface StandIn {
  readonly userData: string;
  readonly version: string;
  readonly quits: string[];
}

type Load = (request: string, ...rest: unknown[]) => unknown;

/** From here on `require('electron')` of old modules gives the stand-in. Gives the way back. */
export function standInForElectron({ userData, version, quits }: StandIn): () => void {
  const app = Object.assign(new EventEmitter(), {
    isPackaged: true,
    whenReady: () => Promise.resolve(),
    getVersion: () => version,
    getName: () => 'Inkroom',
    getPath: () => userData,
    getAppPath: () => userData,
    quit: () => void quits.push('quit'),
    relaunch: () => void quits.push('relaunch'),
  });
  const net = {
    request(options: { readonly protocol: string; readonly hostname: string; readonly port: string; readonly path: string }) {
      const { hostname, port, path } = options;
      const sent = httpRequest({ hostname, port, path });
      return Object.assign(sent, { followRedirect() {} });
    },
  };
  const electron = { app, net, session: { fromPartition: () => ({}) }, autoUpdater: new EventEmitter() };
  const modules = createRequire(import.meta.url)('node:module') as { _load: Load };
  const load = modules._load;
  modules._load = (request, ...rest) => (request === 'electron' ? electron : load.call(modules, request, ...rest));
  return () => {
    modules._load = load;
  };
}
