import { createServer } from 'node:net';
import { networkInterfaces, totalmem } from 'node:os';
import { codeOf } from '../../../core/base/reason-of.ts';
import { addressesOf } from '../../http/addresses.ts';
import { portsToTry } from '../../http/next-port.ts';
import { findWebRoot } from '../../http/web-root.ts';
import { maxBoardBytes } from '../../opened-store.ts';
import type { Config } from '../config.ts';
import { bad, type Finding, good, note } from './finding.ts';

/** The product's minimum, as in package.json. */
const OLDEST_NODE = [22, 12] as const;
const MIB = 1024 * 1024;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  if (isOld) return bad('Node.js', `version ${version} is too old`, `install ${OLDEST_NODE.join('.')} or later`);
  return good('Node.js', `version ${version}`);
}

export function checkPage({ web }: Config): Finding {
  const folder = findWebRoot(web);
  if (folder !== undefined) return good('page', 'the web client is built');
  return web === undefined
    ? bad('page', 'the web client is not built', 'run npm run build')
    : bad('page', 'the folder of --web holds no index.html', 'build it, or leave --web out');
}

export function checkMemory(config: Config): Finding {
  const boards = maxBoardBytes(config);
  const text = `boards may take ${Math.round(boards / MIB)} of the machine's ${Math.round(totalmem() / MIB)} MiB`;
  if (boards < totalmem() * 0.8) return good('memory', text);
  return note('memory', text, 'give less with --max-board-memory, or the system may end the hub');
}

/** Binds the port for a moment. */
export async function checkPort(config: Config): Promise<Finding> {
  const { host, port, orNextPort } = config;
  let last: string | undefined;
  for (const one of portsToTry(port, orNextPort)) {
    last = await bindingError(host, one);
    if (last === undefined) return good('port', `${host} ${one === 0 ? 'has a free port' : `port ${one} is free`}`);
    if (last !== 'EADDRINUSE') break;
  }
  if (last === 'EADDRINUSE')
    return note(
      'port',
      `port ${port} of ${host} is in use`,
      'that is right while this hub runs; else choose another with --port',
    );
  if (last === 'EACCES') return bad('port', `this user may not listen on port ${port}`, 'choose one above 1023 with --port');
  return bad('port', `${host} is no address of this machine (${last})`, 'choose another with --host');
}

function bindingError(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(codeOf(error) ?? error.message));
    server.listen({ host, port }, () => server.close(() => resolve(undefined)));
  });
}

export function checkReach({ host, port, publicUrl }: Config): Finding {
  if (publicUrl !== undefined) return good('addresses', `links are made of ${publicUrl}`);
  const { network } = addressesOf(host, port, networkInterfaces());
  if (network.length > 0) return good('addresses', `people on the network use ${network.join(' or ')}`);
  return note(
    'addresses',
    'only this computer reaches the hub',
    'add --host 0.0.0.0 for the network, or --public-url behind a proxy',
  );
}
