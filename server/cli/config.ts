import { hostname } from 'node:os';
import { parseArgs } from 'node:util';
import { parseConnectionString, type ServiceEndpoint } from '@inkroom/azure-signalr/connection-string';
import { Secret } from '@inkroom/azure-signalr/secret';
import { reasonOf } from '../../core/base/reason-of.ts';
import { readPort } from '../http/next-port.ts';
import { type LinkCommand, parseLinkCommandLine } from './link-command-line.ts';
import { parseRoomsCommandLine, type RoomsCommand } from './rooms-command-line.ts';
import {
  asFile,
  asFolder,
  asHost,
  asHosts,
  asName,
  asOrigins,
  asServerUrl,
  asSwitch,
  asToken,
  oneOf,
  wholeNumber,
} from './setting-values.ts';
import { SETTINGS, type Setting } from './settings.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type LogFormat = 'text' | 'json';

/** `data`: the folder, as given. */
export type StoreChoice =
  | { readonly mode: 'none' }
  | { readonly mode: 'lmdb'; readonly data: string; readonly maxDiskMiB: number; readonly keepDays: number | undefined };

/** All settings, validated. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** True when the next free port is acceptable. */
  readonly orNextPort: boolean;
  readonly publicUrl: string | undefined;
  readonly allowedOrigins: readonly string[];
  /** Other names under which browsers reach the hub. */
  readonly allowedHosts: readonly string[];
  readonly trustProxy: boolean;
  readonly instanceName: string;
  /** True when the operator chose the name. Otherwise it is the machine's. */
  readonly instanceNamed: boolean;
  readonly store: StoreChoice;
  /** Where clients connect. Undefined: to this process. Its key never appears in a log. */
  readonly azureSignalR: ServiceEndpoint | undefined;
  readonly web: string | undefined;
  readonly maxRooms: number;
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  /** Undefined: derived from the heap size. */
  readonly maxBoardMemoryMiB: number | undefined;
  /** File with the keys of signed links; undefined: this hub has none. */
  readonly linkKey: string | undefined;
  readonly requiresLinks: boolean;
  /** Opens `/metrics`. Undefined: it is not served. */
  readonly metricsToken: Secret | undefined;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  readonly quiet: boolean;
}

export type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'serve'; readonly config: Config }
  | { readonly kind: 'rooms'; readonly command: RoomsCommand }
  | { readonly kind: 'link'; readonly command: LinkCommand }
  /** One sentence for each error. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** Origin of the desktop app's windows. */
const DESKTOP_ORIGIN = 'app://inkroom';

/** Reads flags and environment; a flag wins. `args` without the program's own name. */
export function parseCommandLine(args: readonly string[], env: Readonly<Record<string, string | undefined>>): CommandLine {
  if (args[0] === 'rooms') return parseRoomsCommandLine(args.slice(1), env);
  if (args[0] === 'link') return parseLinkCommandLine(args.slice(1), env);
  const problems: string[] = [];
  const parsed = readFlags(args, problems);
  if (!parsed) return { kind: 'invalid', problems };
  if (parsed.values.help) return { kind: 'help' };
  if (parsed.values.version) return { kind: 'version' };
  const [command, ...rest] = parsed.positionals;
  if ((command !== undefined && command !== 'serve') || rest.length > 0) {
    problems.push(`Unknown command "${parsed.positionals.join(' ')}". The commands are "serve", "rooms", "link" and "emulator".`);
  }

  const raw = (setting: Setting): { readonly text: string; readonly from: string } | undefined => {
    const flag = parsed.values[setting.flag];
    const text = Array.isArray(flag) ? flag.join(',') : typeof flag === 'boolean' ? '1' : flag;
    if (text !== undefined) return { text, from: `--${setting.flag}` };
    const variable = env[setting.variable];
    if (variable !== undefined && variable !== '') return { text: variable, from: setting.variable };
    return setting.fallback === undefined ? undefined : { text: setting.fallback, from: `--${setting.flag}` };
  };
  const read = <T, F>(setting: Setting, parse: (text: string) => T | undefined, otherwise: F): T | F => {
    const given = raw(setting);
    if (!given) return otherwise;
    const value = parse(given.text);
    if (value !== undefined) return value;
    problems.push(`${given.from} cannot be ${JSON.stringify(given.text.slice(0, 100))}. It takes ${setting.accepts}.`);
    return otherwise;
  };

  const { port, orNext } = read(SETTINGS.port, readPort, { port: 0, orNext: false });
  const config: Config = {
    host: read(SETTINGS.host, asHost, ''),
    port,
    orNextPort: orNext,
    publicUrl: read(SETTINGS.publicUrl, asServerUrl, undefined),
    allowedOrigins: [DESKTOP_ORIGIN, ...read(SETTINGS.allowOrigin, asOrigins, [])],
    allowedHosts: read(SETTINGS.allowHost, asHosts, []),
    trustProxy: read(SETTINGS.trustProxy, asSwitch, false),
    instanceName: read(SETTINGS.instanceName, asName, asName(hostname().slice(0, 64)) ?? 'inkroom'),
    instanceNamed: raw(SETTINGS.instanceName) !== undefined,
    store: storeChoice(
      read(SETTINGS.store, oneOf(['none', 'lmdb']), 'none'),
      read(SETTINGS.data, asFolder, undefined),
      {
        maxDiskMiB: read(SETTINGS.maxDisk, wholeNumber(1, 100_000_000), 1),
        keepDays: read(SETTINGS.keepDays, wholeNumber(1, 36_500), undefined),
      },
      problems,
    ),
    azureSignalR: serviceEndpoint(raw(SETTINGS.azureSignalR), problems),
    web: read(SETTINGS.web, (text) => text, undefined),
    maxRooms: read(SETTINGS.maxRooms, wholeNumber(1, 1_000_000), 1),
    maxConnections: read(SETTINGS.maxConnections, wholeNumber(1, 1_000_000), 1),
    maxConnectionsPerAddress: read(SETTINGS.maxConnectionsPerAddress, wholeNumber(1, 1_000_000), 1),
    maxBoardMemoryMiB: read(SETTINGS.maxBoardMemory, wholeNumber(1, 1_000_000), undefined),
    linkKey: read(SETTINGS.linkKey, asFile, undefined),
    requiresLinks: read(SETTINGS.requireLinks, asSwitch, false),
    metricsToken: tokenOf(raw(SETTINGS.metricsToken), problems),
    logLevel: read(SETTINGS.logLevel, oneOf(LOG_LEVELS), 'info'),
    logFormat: read(SETTINGS.logFormat, oneOf(['text', 'json']), 'text'),
    quiet: read(SETTINGS.quiet, asSwitch, false),
  };
  if (config.requiresLinks && config.linkKey === undefined && raw(SETTINGS.linkKey) === undefined) {
    problems.push('--require-links needs --link-key FILE (or INKROOM_LINK_KEY): the keys that sign links.');
  }
  return problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'serve', config };
}

type Flags = { readonly [flag: string]: string | boolean | (string | boolean)[] | undefined };

function readFlags(args: readonly string[], problems: string[]): { values: Flags; positionals: string[] } | undefined {
  const options: Record<string, { type: 'string' | 'boolean'; multiple?: boolean; short?: string }> = {
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'v' },
  };
  for (const setting of Object.values<Setting>(SETTINGS)) {
    options[setting.flag] = { type: setting.value === undefined ? 'boolean' : 'string', multiple: setting.many === true };
  }
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    problems.push(reasonOf(error));
    return undefined;
  }
}

/** The error message omits the text, which may contain a key. */
function serviceEndpoint(
  given: { readonly text: string; readonly from: string } | undefined,
  problems: string[],
): ServiceEndpoint | undefined {
  if (given === undefined) return undefined;
  const parsed = parseConnectionString(given.text, SETTINGS.azureSignalR.variable);
  if (parsed.ok) return parsed.endpoint;
  problems.push(`${given.from}: ${parsed.text} It takes ${SETTINGS.azureSignalR.accepts}`);
  return undefined;
}

/** A refused token is omitted too. */
function tokenOf(given: { readonly text: string; readonly from: string } | undefined, problems: string[]): Secret | undefined {
  if (given === undefined) return undefined;
  const token = asToken(given.text);
  if (token === undefined) problems.push(`${given.from} takes ${SETTINGS.metricsToken.accepts}.`);
  return token === undefined ? undefined : new Secret(token);
}

/** A data folder without the store that uses it would let people believe that their boards are kept. */
function storeChoice(
  mode: 'none' | 'lmdb',
  data: string | undefined,
  bounds: Pick<Extract<StoreChoice, { readonly mode: 'lmdb' }>, 'maxDiskMiB' | 'keepDays'>,
  problems: string[],
): StoreChoice {
  if (mode === 'lmdb' && data !== undefined) return { mode, data, ...bounds };
  if (mode === 'lmdb') problems.push('--store lmdb needs --data FOLDER (or INKROOM_DATA): the folder where boards are kept.');
  if (mode === 'none' && data !== undefined) {
    problems.push(
      '--data (INKROOM_DATA) is of no use with --store none, which keeps nothing. Add --store lmdb, or leave the folder out.',
    );
  }
  return { mode: 'none' };
}
