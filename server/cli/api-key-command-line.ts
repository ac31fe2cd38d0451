import { LIMITS } from '../../core/contract/limits.ts';
import { API_SCOPES, type ApiScope } from '../ports/api-keys.ts';
import { givenRoom } from './given-room.ts';
import { type Flags, readFlags } from './read-flags.ts';
import { asSpanMs, noSpan } from './setting-values.ts';

/** What an operator asks of the keys of the API. `keyFile` as given. */
export type ApiKeyCommand =
  | {
      readonly verb: 'make';
      readonly keyFile: string;
      readonly name: string;
      readonly scopes: readonly ApiScope[];
      /** Undefined: all rooms. */
      readonly rooms: readonly string[] | undefined;
      readonly perMinute: number;
      /** Undefined: without an end. */
      readonly lifeMs: number | undefined;
    }
  | { readonly verb: 'list'; readonly keyFile: string }
  /** `key`: the whole key, or its id. */
  | { readonly verb: 'revoke'; readonly keyFile: string; readonly key: string };

export type ParsedApiKey =
  | { readonly kind: 'help' }
  | { readonly kind: 'api-key'; readonly command: ApiKeyCommand }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export const API_KEY_USAGE = `  api-key make --name NAME --scope SCOPES [--room ROOM] [--rate 60] [--expires 90d]
      Prints a new key for another system, once. The file keeps its hash. SCOPES: one or more of
      ${API_SCOPES.join(',')}. --room may be repeated; without it the key is for all rooms. --rate:
      requests a minute. Without --expires it has no end.
  api-key list
      The keys, by id and name.
  api-key revoke KEY
      The key opens nothing from now on. KEY is its id, or the whole key.

The api-key commands take the keys from --api-keys (INKROOM_API_KEYS): the file that the hub was
given.
`;

const OPTIONS = {
  'api-keys': { type: 'string' },
  name: { type: 'string' },
  scope: { type: 'string' },
  room: { type: 'string', multiple: true },
  rate: { type: 'string' },
  expires: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const PER_MINUTE = 60;
const PER_MINUTE_MOST = 100_000;

type Values = Flags<typeof OPTIONS>['values'];
type No = (problem: string) => ParsedApiKey;

/** `args` after the word `api-key`. */
export function parseApiKeyCommandLine(args: readonly string[], env: Readonly<Record<string, string | undefined>>): ParsedApiKey {
  const no: No = (problem) => ({ kind: 'invalid', problems: [problem] });
  const flags = readFlags(args, OPTIONS);
  if (!flags.ok) return no(flags.error);
  const { values, positionals } = flags.value;
  if (values.help) return { kind: 'help' };
  const [verb, key, ...rest] = positionals;
  if (verb !== 'make' && verb !== 'list' && verb !== 'revoke') {
    return no('api-key takes "make", "list" or "revoke KEY".');
  }
  const keyFile = values['api-keys'] ?? env.INKROOM_API_KEYS ?? '';
  if (keyFile.trim() === '') return no('api-key needs --api-keys FILE (or INKROOM_API_KEYS): the file that the hub was given.');
  const tooMany = verb === 'revoke' ? rest[0] : key;
  if (tooMany !== undefined) return no(`"api-key ${verb}" cannot take ${JSON.stringify(tooMany.slice(0, 100))}.`);
  const stray = (['name', 'scope', 'room', 'rate', 'expires'] as const).find((flag) => values[flag] !== undefined);
  if (verb !== 'make' && stray !== undefined) return no(`--${stray} does not belong to "api-key ${verb}".`);
  if (verb === 'make') return makeCommand(keyFile, values, no);
  if (verb === 'list') return { kind: 'api-key', command: { verb, keyFile } };
  if (key === undefined) return no('"api-key revoke" needs the key, or its id.');
  return { kind: 'api-key', command: { verb, keyFile, key } };
}

function makeCommand(keyFile: string, values: Values, no: No): ParsedApiKey {
  const { name: rawName = '', scope = '', room, rate = String(PER_MINUTE), expires } = values;
  const name = rawName.trim();
  if (name === '' || name.length > LIMITS.nameChars) {
    return no(`"api-key make" needs --name NAME of 1 to ${LIMITS.nameChars} characters: members see it.`);
  }
  const scopes = scope.split(',').map((one) => one.trim());
  if (!scopes.every(isScope)) return no(`--scope takes ${API_SCOPES.join(', ')}, or several of them with commas.`);
  for (const one of room ?? []) {
    const read = givenRoom(one);
    if (!read.ok) return no(read.error);
  }
  const perMinute = /^\d{1,6}$/.test(rate) ? Number(rate) : 0;
  if (perMinute < 1 || perMinute > PER_MINUTE_MOST) return no(`--rate takes a whole number from 1 to ${PER_MINUTE_MOST}.`);
  const lifeMs = expires === undefined ? undefined : asSpanMs(expires);
  if (expires !== undefined && lifeMs === undefined) return no(noSpan('expires', expires));
  const command = { verb: 'make', keyFile, name, scopes: [...new Set(scopes)], rooms: room, perMinute, lifeMs } as const;
  return { kind: 'api-key', command };
}

function isScope(raw: string): raw is ApiScope {
  return API_SCOPES.some((scope) => scope === raw);
}
