import { isIP } from 'node:net';
import { posix, win32 } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatRoomLink, parseRoomLink } from '../../core/contract/access/room-link.ts';
import { isOpened } from '../../core/contract/desktop/file-endings.ts';
import type { NotOpened } from '../../core/contract/desktop/shell-contract.ts';
import { LINK_FLAG } from '../../core/contract/launch.ts';
import { parseUpdateChoice, type UpdateChoice } from '../updates/update-plan.ts';

export type RefusedArgument = 'link' | 'file' | 'profile' | 'hubPort' | 'hostAddress' | 'discovery' | 'updates';

/** A request to the app: from a person on the command line, or from the system for a double-clicked file or a clicked link. */
export interface LaunchRequest {
  /** In its web form, from a person on the command line. */
  readonly link?: string;
  /** In its web form too. Any web page may have sent it, so the person is asked before the app connects to a new server. */
  readonly deepLink?: string;
  /** Absolute paths of files that Inkroom opens, in the order in which they were named. */
  readonly files?: readonly string[];
  /** Another folder for settings and storage: for a second person on one machine, or a test. */
  readonly profile?: string;
  /** Port of the app's own hub. 0: any free one. */
  readonly hubPort?: number;
  /** The only address at which this computer offers to host, for a machine whose networks cannot be guessed. */
  readonly hostAddress?: string;
  /** False: the app says and hears nothing of rooms on the network, whatever its settings: for networks that want no multicast. */
  readonly discovery?: boolean;
  /** Where the app looks for newer versions of itself; absent: as the build says. */
  readonly updates?: UpdateChoice;
  /** The kinds of Inkroom's arguments that could not be read. Never their text, which may contain a room's name. */
  readonly refused: readonly RefusedArgument[];
}

const PROFILE_FLAG = '--profile=';
const PORT_FLAG = '--hub-port=';
const ADDRESS_FLAG = '--host-address=';
const DISCOVERY_FLAG = '--discovery=';
const UPDATES_FLAG = '--updates=';
const DEEP_SCHEME = 'inkroom:';
const FILE_SCHEME = 'file:';

/** Where the arguments were typed: relative files lie there, in the way of that system. */
export interface LaunchPlace {
  readonly folder: string;
  readonly platform: NodeJS.Platform;
}

/**
 * Reads Inkroom's arguments and skips the rest: Chromium and Electron add switches and the app's own path, and change the order.
 * All files are opened; of everything else the last of each kind counts.
 */
export function parseLaunchArguments(argv: readonly string[], place: LaunchPlace): LaunchRequest {
  let link: string | undefined;
  let deepLink: string | undefined;
  const files: string[] = [];
  let profile: string | undefined;
  let hubPort: number | undefined;
  let hostAddress: string | undefined;
  let discovery: boolean | undefined;
  let updates: UpdateChoice | undefined;
  const refused: RefusedArgument[] = [];
  for (const argument of argv) {
    const rawLink = linkIn(argument);
    if (rawLink !== undefined) {
      const parsed = parseRoomLink(rawLink);
      if (!parsed.ok) refused.push('link');
      else if (argument.startsWith(DEEP_SCHEME)) deepLink = formatRoomLink(parsed.value);
      else link = formatRoomLink(parsed.value);
    } else if (argument.startsWith(PROFILE_FLAG)) {
      const named = argument.slice(PROFILE_FLAG.length);
      if (named === '') refused.push('profile');
      else profile = absolute(named, place);
    } else if (argument.startsWith(PORT_FLAG)) {
      const named = argument.slice(PORT_FLAG.length);
      if (/^\d{1,5}$/.test(named) && Number(named) <= 65_535) hubPort = Number(named);
      else refused.push('hubPort');
    } else if (argument.startsWith(ADDRESS_FLAG)) {
      const named = argument.slice(ADDRESS_FLAG.length);
      if (isIP(named) === 0) refused.push('hostAddress');
      else hostAddress = named;
    } else if (argument.startsWith(DISCOVERY_FLAG)) {
      const named = argument.slice(DISCOVERY_FLAG.length);
      if (named === 'on' || named === 'off') discovery = named === 'on';
      else refused.push('discovery');
    } else if (argument.startsWith(UPDATES_FLAG)) {
      const chosen = parseUpdateChoice(argument.slice(UPDATES_FLAG.length));
      if (chosen === undefined) refused.push('updates');
      else updates = chosen;
    } else if (argument.toLowerCase().startsWith(FILE_SCHEME)) {
      const path = pathOfUrl(argument, place.platform);
      if (path === undefined || !isBoardFile(path)) refused.push('file');
      else files.push(path);
    } else if (isBoardFile(argument)) {
      files.push(absolute(argument, place));
    }
  }
  return {
    refused,
    ...(link === undefined ? {} : { link }),
    ...(deepLink === undefined ? {} : { deepLink }),
    ...(files.length === 0 ? {} : { files: [...new Set(files)] }),
    ...(profile === undefined ? {} : { profile }),
    ...(hubPort === undefined ? {} : { hubPort }),
    ...(hostAddress === undefined ? {} : { hostAddress }),
    ...(discovery === undefined ? {} : { discovery }),
    ...(updates === undefined ? {} : { updates }),
  };
}

/** True for an argument that names a board's file. A switch never does, whatever its ending. */
export function isBoardFile(argument: string): boolean {
  return !argument.startsWith('-') && !argument.includes('://') && isOpened(argument);
}

/**
 * The message from a second start to the first. Electron also passes the second command line, but as Chromium rearranged it; this
 * is the original. Parsed from `unknown`, because another version of the app may have written it.
 */
export interface HandedLaunch {
  readonly argv: readonly string[];
  readonly folder: string;
}

export function parseHandedLaunch(raw: unknown, fallback: HandedLaunch): HandedLaunch {
  if (typeof raw !== 'object' || raw === null || !('argv' in raw) || !('folder' in raw)) return fallback;
  const { argv, folder } = raw;
  if (!Array.isArray(argv) || !argv.every((word) => typeof word === 'string') || typeof folder !== 'string') return fallback;
  return { argv, folder };
}

function linkIn(argument: string): string | undefined {
  if (argument.startsWith(LINK_FLAG)) return argument.slice(LINK_FLAG.length);
  if (argument.startsWith(`${DEEP_SCHEME}//`)) return argument;
  return /^https?:\/\//.test(argument) ? argument : undefined;
}

function absolute(path: string, { folder, platform }: LaunchPlace): string {
  const system = platform === 'win32' ? win32 : posix;
  return system.isAbsolute(path) ? system.normalize(path) : system.join(folder, path);
}

/** The path of a `file:` address, with its escapes undone. Undefined for a file of another machine, and for what is no address. */
function pathOfUrl(url: string, platform: NodeJS.Platform): string | undefined {
  try {
    return fileURLToPath(url, { windows: platform === 'win32' });
  } catch {
    return undefined;
  }
}

/** Merges several requests: all files, and the last of each other kind, as on one command line. */
export function mergeLaunches(requests: readonly LaunchRequest[]): LaunchRequest {
  const files = [...new Set(requests.flatMap((request) => request.files ?? []))];
  const refused = requests.flatMap((request) => request.refused);
  return Object.assign({}, ...requests, { refused }, files.length === 0 ? {} : { files }) as LaunchRequest;
}

/** The link that a window opens, and the events for its page: only the page can ask the person. */
export function planLinks(
  { link, deepLink }: LaunchRequest,
  hasWindow: boolean,
): { opensOn?: string; follows: readonly string[] } {
  const follows = [hasWindow ? link : undefined, deepLink].filter((one) => one !== undefined);
  return hasWindow || link === undefined ? { follows } : { opensOn: link, follows };
}

/** What a person is told of a request that cannot be read. A flag's fault goes to the log, which people who type flags read. */
export function notOpened({ refused }: Pick<LaunchRequest, 'refused'>): readonly NotOpened[] {
  return [...new Set(refused)].flatMap((argument): NotOpened[] => {
    if (argument === 'link') return [{ of: 'link' }];
    return argument === 'file' ? [{ of: 'file', names: [], why: 'unknownKind' }] : [];
  });
}
