import { hostname } from 'node:os';
import { type NamedEndpoint, parseEndpoints } from '@inkroom/azure-signalr/endpoints/named-endpoint';
import { Secret } from '@inkroom/azure-signalr/secret';
import { readPort } from '../http/next-port.ts';
import { type ApiKeyCommand, parseApiKeyCommandLine } from './api-key-command-line.ts';
import { type Given, givenSettings } from './given-settings.ts';
import { type LinkCommand, parseLinkCommandLine } from './link-command-line.ts';
import { type FlagOptions, readFlags } from './read-flags.ts';
import { parseRoomsCommandLine, type RoomsCommand } from './rooms/rooms-command-line.ts';
import {
  asContainer,
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
import { type RedisPlace, redisPlace, type StoreChoice, storeChoice } from './store-choice.ts';
import { parseTraceCommandLine, type TraceCommand } from './trace/trace-command-line.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type LogFormat = 'text' | 'json';

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
  /** Where clients connect. Empty: to this process. Keys never appear in a log. */
  readonly azureSignalR: readonly NamedEndpoint[];
  /** Where hubs share their rooms. Undefined: this hub knows no others, or those behind the service. */
  readonly redis: RedisPlace | undefined;
  /** Where other hubs reach this one. Undefined: where people do. */
  readonly peerUrl: string | undefined;
  readonly web: string | undefined;
  readonly maxRooms: number;
  readonly maxViewersPerRoom: number;
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  /** Undefined: derived from the heap size. */
  readonly maxBoardMemoryMiB: number | undefined;
  /** File with the keys of signed links; undefined: this hub has none. */
  readonly linkKey: string | undefined;
  readonly requiresLinks: boolean;
  /** File that says how people of an organisation sign in; undefined: they do not. */
  readonly signIn: string | undefined;
  /** File with the keys of the API; undefined: the hub has no API. */
  readonly apiKeys: string | undefined;
  /** Folder with fonts for the pictures that the API makes; undefined: only those of the board. */
  readonly fonts: string | undefined;
  /** File that says where the hub reports events; undefined: nowhere. */
  readonly webhooks: string | undefined;
  /** Webhooks may lead to addresses of this machine and of private networks. */
  readonly webhooksToPrivate: boolean;
  /** Opens `/metrics`. Undefined: it is not served. */
  readonly metricsToken: Secret | undefined;
  /** Collector for traces; undefined: none are exported. */
  readonly otlp: string | undefined;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  readonly quiet: boolean;
}

export type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'serve' | 'doctor'; readonly config: Config }
  | { readonly kind: 'rooms'; readonly command: RoomsCommand }
  | { readonly kind: 'link'; readonly command: LinkCommand }
  | { readonly kind: 'api-key'; readonly command: ApiKeyCommand }
  | { readonly kind: 'trace'; readonly command: TraceCommand }
  /** One sentence for each error. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** Origin of the desktop app's windows. */
const DESKTOP_ORIGIN = 'app://inkroom';

/** Reads flags and environment; a flag wins. `args` without the program's own name. */
export function parseCommandLine(args: readonly string[], env: Readonly<Record<string, string | undefined>>): CommandLine {
  if (args[0] === 'rooms') return parseRoomsCommandLine(args.slice(1), env);
  if (args[0] === 'api-key') return parseApiKeyCommandLine(args.slice(1), env);
  if (args[0] === 'trace') return parseTraceCommandLine(args.slice(1), env);
  if (args[0] === 'link') return parseLinkCommandLine(args.slice(1), env);
  const problems: string[] = [];
  const flags = readFlags(args, settingFlags());
  if (!flags.ok) return { kind: 'invalid', problems: [flags.error] };
  const { values, positionals } = flags.value;
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [command, ...rest] = positionals;
  if ((command !== undefined && command !== 'serve' && command !== 'doctor') || rest.length > 0) {
    problems.push(
      `Unknown command "${positionals.join(' ')}". The commands are "serve", "rooms", "link", "api-key", "trace", "mcp", "doctor" and "emulator".`,
    );
  }

  const given = givenSettings(values, env, problems);
  const { raw, all, read } = given;
  const { port, orNext } = read(SETTINGS.port, readPort, { port: 0, orNext: false });
  const redis = redisPlace(given, problems);
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
      {
        mode: read(SETTINGS.store, oneOf(['none', 'lmdb', 'azure-blob', 'redis']), 'none'),
        data: read(SETTINGS.data, asFolder, undefined),
        blob: raw(SETTINGS.blob),
        container: read(SETTINGS.blobContainer, asContainer, ''),
        redis,
        maxDiskMiB: read(SETTINGS.maxDisk, wholeNumber(1, 100_000_000), 1),
        keepDays: read(SETTINGS.keepDays, wholeNumber(1, 36_500), undefined),
      },
      problems,
    ),
    azureSignalR: serviceEndpoints(all(SETTINGS.azureSignalR), problems),
    redis,
    peerUrl: read(SETTINGS.peerUrl, asServerUrl, undefined),
    web: read(SETTINGS.web, (text) => text, undefined),
    maxRooms: read(SETTINGS.maxRooms, wholeNumber(1, 1_000_000), 1),
    maxViewersPerRoom: read(SETTINGS.maxViewersPerRoom, wholeNumber(1, 1_000_000), 1),
    maxConnections: read(SETTINGS.maxConnections, wholeNumber(1, 1_000_000), 1),
    maxConnectionsPerAddress: read(SETTINGS.maxConnectionsPerAddress, wholeNumber(1, 1_000_000), 1),
    maxBoardMemoryMiB: read(SETTINGS.maxBoardMemory, wholeNumber(1, 1_000_000), undefined),
    linkKey: read(SETTINGS.linkKey, asFile, undefined),
    requiresLinks: read(SETTINGS.requireLinks, asSwitch, false),
    signIn: read(SETTINGS.signIn, asFile, undefined),
    apiKeys: read(SETTINGS.apiKeys, asFile, undefined),
    fonts: read(SETTINGS.fonts, asFolder, undefined),
    webhooks: read(SETTINGS.webhooks, asFile, undefined),
    webhooksToPrivate: read(SETTINGS.webhooksToPrivate, asSwitch, false),
    metricsToken: tokenOf(raw(SETTINGS.metricsToken), problems),
    otlp: read(SETTINGS.otlp, asServerUrl, undefined),
    logLevel: read(SETTINGS.logLevel, oneOf(LOG_LEVELS), 'info'),
    logFormat: read(SETTINGS.logFormat, oneOf(['text', 'json']), 'text'),
    quiet: read(SETTINGS.quiet, asSwitch, false),
  };
  if (config.requiresLinks && config.linkKey === undefined && raw(SETTINGS.linkKey) === undefined) {
    problems.push('--require-links needs --link-key FILE (or INKROOM_LINK_KEY): the keys that sign links.');
  }
  if (config.azureSignalR.length > 0 && redis !== undefined && config.store.mode !== 'redis') {
    problems.push('--azure-signalr and --redis both connect hubs. Give one of them.');
  }
  if (config.signIn !== undefined && config.linkKey === undefined && raw(SETTINGS.linkKey) === undefined) {
    problems.push('--sign-in needs --link-key FILE (or INKROOM_LINK_KEY): who signs in gets a signed link.');
  }
  return problems.length > 0 ? { kind: 'invalid', problems } : { kind: command === 'doctor' ? 'doctor' : 'serve', config };
}

function settingFlags(): FlagOptions {
  const options: FlagOptions = {
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'v' },
  };
  for (const setting of Object.values<Setting>(SETTINGS)) {
    options[setting.flag] = { type: setting.value === undefined ? 'boolean' : 'string', multiple: setting.many === true };
  }
  return options;
}

/** `NAME=…` or `NAME:secondary=…` before a connection string. The first part of a bare one has a name too. */
const KEYED = /^\s*(?!(?:endpoint|accesskey|version|port|authtype|client\w+|serverendpoint|tenantid)\s*=)([^=;]*)=(?=[^=;]+=)/i;

/** The error messages omit the text, which may contain a key. */
function serviceEndpoints(given: readonly Given[], problems: string[]): readonly NamedEndpoint[] {
  const parsed = parseEndpoints(
    given.map(({ text, from, key }) => {
      const inText = KEYED.exec(text);
      return { key: key ?? inText?.[1]?.trim(), connectionString: text.slice(inText?.[0].length ?? 0), setting: from };
    }),
  );
  if (parsed.ok) return parsed.endpoints;
  problems.push(...parsed.problems.map((problem) => `${problem} It takes ${SETTINGS.azureSignalR.accepts}`));
  return [];
}

/** A refused token is omitted too. */
function tokenOf(given: Given | undefined, problems: string[]): Secret | undefined {
  if (given === undefined) return undefined;
  const token = asToken(given.text);
  if (token === undefined) problems.push(`${given.from} takes ${SETTINGS.metricsToken.accepts}.`);
  return token === undefined ? undefined : new Secret(token);
}
