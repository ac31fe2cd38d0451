import { parseArgs } from 'node:util';
import { reasonOf } from '../../core/base/reason-of.ts';
import { parseRoomId, type RoomId } from '../../core/board/ids.ts';
import { REFUSALS } from '../../core/contract/refusal-codes.ts';

/** An operator's command for a data folder. `data` and `file` as given. */
export type RoomsCommand =
  | { readonly verb: 'list'; readonly data: string; readonly json: boolean }
  | { readonly verb: 'export'; readonly data: string; readonly room: RoomId; readonly file: string }
  | { readonly verb: 'delete'; readonly data: string; readonly room: RoomId };

export type ParsedRooms =
  | { readonly kind: 'help' }
  | { readonly kind: 'rooms'; readonly command: RoomsCommand }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export const ROOMS_USAGE = `  rooms list [--json]
      Every room that the folder holds: elements, bytes, when it was last saved. Works beside a hub.
  rooms export ROOM [FILE]
      Writes the board into FILE (default: ROOM.inkroom), which the app opens. Works beside a hub.
  rooms delete ROOM --yes
      Deletes what is kept of the room, for good. No hub may use the folder meanwhile.

The rooms commands take the folder from --data (INKROOM_DATA). They end with code 0 when done, 1
when they could not do it, 2 when the command line cannot be read.
`;

/** `args` after the word `rooms`. */
export function parseRoomsCommandLine(args: readonly string[], env: Readonly<Record<string, string | undefined>>): ParsedRooms {
  const no = (problem: string): ParsedRooms => ({ kind: 'invalid', problems: [problem] });
  let parsed: ReturnType<typeof readFlags>;
  try {
    parsed = readFlags(args);
  } catch (error) {
    return no(reasonOf(error));
  }
  const { values, positionals } = parsed;
  if (values.help) return { kind: 'help' };
  const [verb, rawRoom, rawFile, ...rest] = positionals;
  if (verb !== 'list' && verb !== 'export' && verb !== 'delete') {
    return no(`rooms takes "list", "export ROOM" or "delete ROOM", not ${JSON.stringify(verb ?? 'nothing')}.`);
  }
  const data = values.data ?? env.INKROOM_DATA ?? '';
  if (data.trim() === '') return no('rooms needs --data FOLDER (or INKROOM_DATA): the folder that the hub was given.');
  if (values.json && verb !== 'list') return no('--json belongs to "rooms list".');
  if (values.yes && verb !== 'delete') return no('--yes belongs to "rooms delete".');
  const tooMany = verb === 'list' ? rawRoom : verb === 'delete' ? rawFile : rest[0];
  if (tooMany !== undefined) return no(`"rooms ${verb}" cannot take ${JSON.stringify(tooMany)}.`);
  if (verb === 'list') return { kind: 'rooms', command: { verb, data, json: values.json === true } };
  if (rawRoom === undefined) return no(`"rooms ${verb}" needs the name of a room: see "inkroom rooms list".`);
  const room = parseRoomId(rawRoom);
  if (!room.ok) return no(`${JSON.stringify(rawRoom.slice(0, 100))} is no name of a room. ${REFUSALS[room.error.code]}`);
  if (verb === 'export') {
    return { kind: 'rooms', command: { verb, data, room: room.value, file: rawFile ?? `${room.value}.inkroom` } };
  }
  if (!values.yes) return no(`"rooms delete" cannot be undone. Export the room first, or say --yes to delete ${room.value}.`);
  return { kind: 'rooms', command: { verb, data, room: room.value } };
}

function readFlags(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      json: { type: 'boolean' },
      yes: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
    strict: true,
  });
}
