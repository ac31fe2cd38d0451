import { type ClientId, isClientId, type RoomId } from '../../../core/board/ids.ts';
import { givenRoom } from '../given-room.ts';
import { readFlags } from '../read-flags.ts';
import { asServerUrl, DEFAULT_SERVER } from '../setting-values.ts';
import { SETTINGS } from '../settings.ts';

/** What an operator follows, and how it is shown. */
export interface TraceCommand {
  readonly room: RoomId;
  readonly server: string;
  /** A key of the API with the scope `trace`, or the token of `--metrics-token`. */
  readonly door: 'key' | 'metricsToken';
  readonly secret: string;
  readonly json: boolean;
  /** Only what this client sends. */
  readonly person: ClientId | undefined;
}

export type ParsedTrace =
  | { readonly kind: 'help' }
  | { readonly kind: 'trace'; readonly command: TraceCommand }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export const TRACE_USAGE = `  trace --room ROOM [--server URL] [--person ID] [--json]
      Shows the messages of a room of a running hub as they flow, and once a second follows one
      batch from the pen to the pixels: outbox, socket, instance, frame, store, other instances,
      peers. It shows ids, times, bytes and billed units, never content or names.
      --server is the address of the hub (default: ${DEFAULT_SERVER}). --person shows
      only what the client with this id sends. --json prints one record a line.
      It needs --key KEY (INKROOM_API_KEY), a key with the scope "trace" that "api-key make"
      printed, or --metrics-token TOKEN (INKROOM_METRICS_TOKEN), the hub's own. In a terminal
      the space bar pauses it, and q ends it.
`;

const OPTIONS = {
  room: { type: 'string' },
  server: { type: 'string' },
  key: { type: 'string' },
  'metrics-token': { type: 'string' },
  person: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `args` after the word `trace`. A secret is never part of a problem. */
export function parseTraceCommandLine(args: readonly string[], env: Readonly<Record<string, string | undefined>>): ParsedTrace {
  const no = (problem: string): ParsedTrace => ({ kind: 'invalid', problems: [problem] });
  const flags = readFlags(args, OPTIONS);
  if (!flags.ok) return no(flags.error);
  const { values, positionals } = flags.value;
  if (values.help) return { kind: 'help' };
  const [stray] = positionals;
  if (stray !== undefined) return no(`"trace" cannot take ${JSON.stringify(stray.slice(0, 100))}.`);
  if (values.room === undefined) return no('trace needs --room ROOM: the name of the room.');
  const room = givenRoom(values.room);
  if (!room.ok) return no(room.error);
  const server = asServerUrl(values.server ?? DEFAULT_SERVER);
  if (server === undefined) return no(`--server takes ${SETTINGS.publicUrl.accepts}.`);
  const { person } = values;
  if (person !== undefined && !isClientId(person))
    return no('--person takes the id of a client: 11 letters, digits, "-" and "_".');
  const opener = openerIn(values.key ?? env.INKROOM_API_KEY, values['metrics-token'] ?? env.INKROOM_METRICS_TOKEN);
  if (opener === undefined)
    return no('trace needs --key KEY (INKROOM_API_KEY) or --metrics-token TOKEN (INKROOM_METRICS_TOKEN).');
  return { kind: 'trace', command: { room: room.value, server, ...opener, json: values.json === true, person } };
}

/** A key says more exactly what it is for, so it goes first. */
function openerIn(key: string | undefined, token: string | undefined): Pick<TraceCommand, 'door' | 'secret'> | undefined {
  const isGiven = (text: string | undefined): text is string => text !== undefined && /^\S+$/.test(text);
  if (isGiven(key)) return { door: 'key', secret: key };
  return isGiven(token) ? { door: 'metricsToken', secret: token } : undefined;
}
