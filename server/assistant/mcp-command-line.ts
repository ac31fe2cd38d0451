import { cutText } from '../../core/base/graphemes.ts';
import { parseRoomLink, type RoomLink } from '../../core/contract/access/room-link.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import { visibleName } from '../../core/contract/person-name.ts';
import { REFUSALS } from '../../core/contract/refusal-codes.ts';
import { readFlags } from '../cli/read-flags.ts';
import { asHost, asHosts, asOrigins, asToken, wholeNumber } from '../cli/setting-values.ts';
import { SETTINGS } from '../cli/settings.ts';

const NAME = 'Assistant';
const TOKEN_VARIABLE = 'INKROOM_MCP_TOKEN';

export const MCP_USAGE = `Usage: inkroom mcp LINK [--name NAME] [--fonts FOLDER] [--http PORT [--host HOST]]

Joins the room of a link as a program and offers it to an assistant by the Model Context Protocol, over the
standard input and output. The program may do what the link allows. People see it as a program in the list
of people, and can take back what it drew there with one press. INKROOM_LINK may hold the link instead.

  --fonts FOLDER
      Fonts (.ttf, .otf, .ttc) for pictures of the board, for characters other than Latin, Greek and Cyrillic
      ones. INKROOM_FONTS may name the folder instead.
  --http PORT
      Offers the room over HTTP instead, at http://HOST:PORT/mcp, to several assistants. Each is a member of
      its own. 0: any free port. Assistants need the token of ${TOKEN_VARIABLE}; without that
      variable a token is made and printed.
  --host HOST
      Where to listen. Default: 127.0.0.1. Put a proxy with TLS in front before others can reach it.
  --allow-host NAME
      Another name of this door, for a proxy. Repeatable.
  --allow-origin ORIGIN
      Web pages of this origin may use the door. Repeatable.
`;

/** Where assistants come in over HTTP. */
export interface HttpPlace {
  readonly host: string;
  readonly port: number;
  /** Undefined: one is made. */
  readonly token: string | undefined;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
}

export type McpCommandLine =
  | { readonly kind: 'help' }
  /** `http` undefined: over the standard input and output. */
  | {
      readonly kind: 'join';
      readonly link: RoomLink;
      readonly name: string;
      /** A folder. */
      readonly fonts: string | undefined;
      readonly http: HttpPlace | undefined;
    }
  | { readonly kind: 'invalid'; readonly problem: string };

const OPTIONS = {
  name: { type: 'string' },
  fonts: { type: 'string' },
  http: { type: 'string' },
  host: { type: 'string' },
  'allow-host': { type: 'string', multiple: true },
  'allow-origin': { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `args` behind `mcp`. */
export function parseMcpCommandLine(args: readonly string[], env: Readonly<Record<string, string | undefined>>): McpCommandLine {
  const no = (problem: string): McpCommandLine => ({ kind: 'invalid', problem });
  const flags = readFlags(args, OPTIONS);
  if (!flags.ok) return no(flags.error);
  const { values, positionals } = flags.value;
  if (values.help) return { kind: 'help' };
  const [text = env.INKROOM_LINK ?? '', ...rest] = positionals;
  if (text === '' || rest.length > 0) return no('mcp needs one link to a room.');
  const link = parseRoomLink(text);
  if (!link.ok) return no(`This is no link to a room. ${REFUSALS[link.error.code]}`);
  const name = cutText(visibleName(values.name ?? NAME), LIMITS.nameChars) || NAME;
  const fonts = (values.fonts ?? env[SETTINGS.fonts.variable]) || undefined;
  if (values.http === undefined) {
    const lost = (['host', 'allow-host', 'allow-origin'] as const).find((flag) => values[flag] !== undefined);
    return lost === undefined
      ? { kind: 'join', link: link.value, name, fonts, http: undefined }
      : no(`--${lost} needs --http PORT.`);
  }
  const port = wholeNumber(0, 65_535)(values.http);
  if (port === undefined) return no('--http takes a port, or 0 for any free one.');
  const host = asHost(values.host ?? '127.0.0.1');
  if (host === undefined) return no('--host takes an address or a name.');
  const allowedHosts = asHosts((values['allow-host'] ?? []).join(',') || host);
  if (allowedHosts === undefined) return no('--allow-host takes a name without a port.');
  const origins = (values['allow-origin'] ?? []).join(',');
  const allowedOrigins = origins === '' ? [] : asOrigins(origins);
  if (allowedOrigins === undefined) return no('--allow-origin takes an origin such as https://example.org.');
  const given = env[TOKEN_VARIABLE];
  const token = given === undefined ? undefined : asToken(given);
  if (given !== undefined && token === undefined) return no(`${TOKEN_VARIABLE} takes 16 to 200 characters without spaces.`);
  return { kind: 'join', link: link.value, name, fonts, http: { host, port, token, allowedHosts, allowedOrigins } };
}
