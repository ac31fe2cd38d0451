import type { RoomId } from '../../core/board/ids.ts';
import { GRANTS, type Grant, isGrant } from '../../core/contract/access/grants.ts';
import { givenRoom } from './given-room.ts';
import { type Flags, readFlags } from './read-flags.ts';
import { asServerUrl, asSpanMs, DEFAULT_SERVER, noSpan } from './setting-values.ts';
import { SETTINGS } from './settings.ts';

/** What an operator asks of the keys of signed links. `keyFile` as given. */
export type LinkCommand =
  | {
      readonly verb: 'make';
      readonly keyFile: string;
      readonly room: RoomId;
      readonly grant: Grant;
      readonly lifeMs: number;
      readonly server: string;
      readonly once: boolean;
    }
  | { readonly verb: 'rotate'; readonly keyFile: string; readonly algorithm: 'HS256' | 'EdDSA'; readonly keepMs: number }
  /** `link`: the whole link, its token, or its id. */
  | { readonly verb: 'revoke'; readonly keyFile: string; readonly link: string };

export type ParsedLink =
  | { readonly kind: 'help' }
  | { readonly kind: 'link'; readonly command: LinkCommand }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export const LINK_USAGE = `  link --room ROOM [--grant view|comment|draw|host] [--expires 8h] [--once] [--server URL]
      Prints a signed link to the room: what it grants (default: draw) holds until it expires
      (30m, 8h, 7d; default: 8h, at most 366d). --once: only the first device that uses it gets
      in by it, and may come back. --server is the address that people open
      (INKROOM_PUBLIC_URL).
  link rotate [--algorithm HS256|EdDSA] [--keep 30d]
      A new key signs from now on. Links of the older keys hold for as long as --keep says.
  link revoke LINK
      The link opens nothing from now on, and who is in by it is sent away within a second.

The link commands take the keys from --link-key (INKROOM_LINK_KEY): the file that the hub was given.
`;

const OPTIONS = {
  'link-key': { type: 'string' },
  room: { type: 'string' },
  grant: { type: 'string' },
  expires: { type: 'string' },
  server: { type: 'string' },
  once: { type: 'boolean' },
  algorithm: { type: 'string' },
  keep: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `args` after the word `link`. */
export function parseLinkCommandLine(args: readonly string[], env: Readonly<Record<string, string | undefined>>): ParsedLink {
  const no = (problem: string): ParsedLink => ({ kind: 'invalid', problems: [problem] });
  const flags = readFlags(args, OPTIONS);
  if (!flags.ok) return no(flags.error);
  const { values, positionals } = flags.value;
  if (values.help) return { kind: 'help' };
  const [verb = 'make', link, ...rest] = positionals;
  if (verb !== 'make' && verb !== 'rotate' && verb !== 'revoke') {
    return no(`link takes "rotate", "revoke LINK" or --room ROOM, not ${JSON.stringify(verb)}.`);
  }
  const keyFile = values['link-key'] ?? env.INKROOM_LINK_KEY ?? '';
  if (keyFile.trim() === '') return no('link needs --link-key FILE (or INKROOM_LINK_KEY): the file that the hub was given.');
  const tooMany = verb === 'revoke' ? rest[0] : link;
  if (tooMany !== undefined) return no(`"link ${verb}" cannot take ${JSON.stringify(tooMany.slice(0, 100))}.`);
  const stray = (['room', 'grant', 'expires', 'server', 'once', 'algorithm', 'keep'] as const).find(
    (flag) => values[flag] !== undefined && !FLAGS[verb].includes(flag),
  );
  if (stray !== undefined) return no(`--${stray} does not belong to "link ${verb}".`);
  switch (verb) {
    case 'make':
      return makeCommand(keyFile, values, env, no);
    case 'rotate':
      return rotateCommand(keyFile, values, no);
    case 'revoke':
      if (link === undefined) return no('"link revoke" needs the link, or its id.');
      return { kind: 'link', command: { verb, keyFile, link } };
  }
}

const FLAGS: Readonly<Record<LinkCommand['verb'], readonly string[]>> = {
  make: ['room', 'grant', 'expires', 'server', 'once'],
  rotate: ['algorithm', 'keep'],
  revoke: [],
};

type Values = Flags<typeof OPTIONS>['values'];
type No = (problem: string) => ParsedLink;

function makeCommand(keyFile: string, values: Values, env: Readonly<Record<string, string | undefined>>, no: No): ParsedLink {
  const { room: rawRoom, grant = 'draw', expires = '8h', server: rawServer, once = false } = values;
  if (rawRoom === undefined) return no('link needs --room ROOM: the name of the room.');
  const room = givenRoom(rawRoom);
  if (!room.ok) return no(room.error);
  if (!isGrant(grant)) return no(`--grant takes ${GRANTS.join(', ')}, not ${JSON.stringify(grant.slice(0, 100))}.`);
  const lifeMs = asSpanMs(expires);
  if (lifeMs === undefined) return no(noSpan('expires', expires));
  const server = asServerUrl(rawServer ?? env.INKROOM_PUBLIC_URL ?? DEFAULT_SERVER);
  if (server === undefined) return no(`--server takes ${SETTINGS.publicUrl.accepts}.`);
  return { kind: 'link', command: { verb: 'make', keyFile, room: room.value, grant, lifeMs, server, once } };
}

function rotateCommand(keyFile: string, { algorithm = 'HS256', keep = '30d' }: Values, no: No): ParsedLink {
  if (algorithm !== 'HS256' && algorithm !== 'EdDSA') return no('--algorithm takes HS256 or EdDSA.');
  const keepMs = keep === '0' ? 0 : asSpanMs(keep);
  if (keepMs === undefined) return no(noSpan('keep', keep));
  return { kind: 'link', command: { verb: 'rotate', keyFile, algorithm, keepMs } };
}
