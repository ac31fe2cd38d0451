import type { RoomId } from '../../../core/board/ids.ts';
import { givenRoom } from '../given-room.ts';
import { type GivenSettings, givenSettings } from '../given-settings.ts';
import { readFlags } from '../read-flags.ts';
import { asContainer, oneOf, wholeNumber } from '../setting-values.ts';
import { SETTINGS, type Setting } from '../settings.ts';
import { redisPlace, storeChoice } from '../store-choice.ts';
import type { KeptStore } from './open-admin.ts';

/** An operator's command for a store. `file` and `folder` as given. */
export type RoomsCommand = { readonly store: KeptStore } & (
  | { readonly verb: 'list'; readonly json: boolean }
  | { readonly verb: 'fsck' }
  | { readonly verb: 'export'; readonly room: RoomId; readonly file: string }
  | { readonly verb: 'import'; readonly room: RoomId; readonly file: string }
  | { readonly verb: 'backup'; readonly folder: string }
  | { readonly verb: 'restore'; readonly folder: string }
  | { readonly verb: 'delete'; readonly room: RoomId }
  | { readonly verb: 'expire'; readonly days: number; readonly isSure: boolean }
);

export type ParsedRooms =
  | { readonly kind: 'help' }
  | { readonly kind: 'rooms'; readonly command: RoomsCommand }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export const ROOMS_USAGE = `  rooms list [--json]
      Every room that the store holds: elements, bytes, when it was last saved.
  rooms fsck
      Reads every room to its end and names what cannot be read, and why. Ends with code 1 then.
  rooms export ROOM [FILE]
      Writes the board and its pictures into FILE (default: ROOM.inkroom), which the app opens.
  rooms import ROOM FILE
      Stores the board and the pictures of a FILE as a new room.
  rooms backup FOLDER
      Writes all rooms and their pictures into a new FOLDER. Ends with code 1 when a room could not
      be read: it is named, and the others are in the backup.
  rooms restore FOLDER
      Stores what a backup holds, in any kind of store. Rooms that are there stay as they are.
  rooms delete ROOM --yes
      Deletes what is kept of the room, for good.
  rooms expire DAYS [--yes]
      Names the rooms that had no write for so many days; with --yes deletes them.

The rooms commands take the store from --data (INKROOM_DATA), or from --store with its flags, as
the hub does. Those that only read work while hubs run. Those that write need a folder that no hub
uses. In a store that hubs share they too work while hubs run, and a hub that has a deleted room
open stores it again. They end with code 0 when done, 1 when they could not do it, 2 when the
command line cannot be read.
`;

const VERBS = ['list', 'fsck', 'export', 'import', 'backup', 'restore', 'delete', 'expire'] as const;
type Verb = (typeof VERBS)[number];

const STORE_SETTINGS = [
  SETTINGS.store,
  SETTINGS.data,
  SETTINGS.blob,
  SETTINGS.blobContainer,
  SETTINGS.redis,
  SETTINGS.redisPrefix,
] as const;

const OPTIONS = {
  ...Object.fromEntries(STORE_SETTINGS.map(({ flag }) => [flag, { type: 'string' as const }])),
  json: { type: 'boolean' },
  yes: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `args` after the word `rooms`. */
export function parseRoomsCommandLine(args: readonly string[], env: Readonly<Record<string, string | undefined>>): ParsedRooms {
  const no = (...problems: string[]): ParsedRooms => ({ kind: 'invalid', problems });
  const flags = readFlags(args, OPTIONS);
  if (!flags.ok) return no(flags.error);
  const { positionals } = flags.value;
  const values: Readonly<Record<string, string | boolean | undefined>> = flags.value.values;
  if (values.help) return { kind: 'help' };
  const verb = VERBS.find((known) => known === positionals[0]);
  if (verb === undefined) {
    const list = `${VERBS.slice(0, -1)
      .map((one) => `"${one}"`)
      .join(', ')} or "${VERBS.at(-1)}"`;
    return no(`rooms takes ${list}, not ${JSON.stringify(positionals[0] ?? 'nothing')}.`);
  }
  const problems: string[] = [];
  const store = storeOf(givenSettings(values, env, problems), problems);
  if (store === undefined) return no(...problems);
  if (values.json && verb !== 'list') return no('--json belongs to "rooms list".');
  if (values.yes && verb !== 'delete' && verb !== 'expire') return no('--yes belongs to "rooms delete" and "rooms expire".');
  const command = commandOf(verb, positionals.slice(1), { isJson: values.json === true, isSure: values.yes === true });
  return typeof command === 'string' ? no(command) : { kind: 'rooms', command: { store, ...command } };
}

/** The hub's setting without its default: of these commands a folder alone is enough. */
const STORE: Setting = { ...SETTINGS.store, fallback: undefined };

/** The store, as the hub's own flags name it. */
function storeOf(given: GivenSettings, problems: string[]): KeptStore | undefined {
  const data = given.raw(SETTINGS.data);
  const rawMode = given.raw(STORE);
  const mode = rawMode === undefined ? 'lmdb' : oneOf(['lmdb', 'azure-blob', 'redis'])(rawMode.text);
  if (mode === undefined) {
    problems.push(
      `${rawMode?.from} cannot be ${JSON.stringify(rawMode?.text.slice(0, 100))}. Rooms are kept in lmdb, azure-blob or redis.`,
    );
    return undefined;
  }
  if (mode === 'lmdb' && (data?.text.trim() ?? '') === '') {
    problems.push('rooms needs --data FOLDER (or INKROOM_DATA): the folder that the hub was given. Or --store with its flags.');
    return undefined;
  }
  const choice = storeChoice(
    {
      mode,
      // The variables of a hub with several stores may all be set: those of the chosen one count.
      data: mode === 'lmdb' ? data?.text : undefined,
      blob: mode === 'azure-blob' ? given.raw(SETTINGS.blob) : undefined,
      container: given.read(SETTINGS.blobContainer, asContainer, ''),
      redis: redisPlace(given, problems),
      maxDiskMiB: 1,
      keepDays: undefined,
    },
    problems,
  );
  return problems.length > 0 || choice.mode === 'none' ? undefined : choice;
}

type Named = RoomsCommand extends infer C ? (C extends unknown ? Omit<C, 'store'> : never) : never;

/** The command, or what is wrong with its words. */
function commandOf(
  verb: Verb,
  words: readonly string[],
  { isJson, isSure }: { readonly isJson: boolean; readonly isSure: boolean },
): Named | string {
  const most = { list: 0, fsck: 0, backup: 1, restore: 1, delete: 1, expire: 1, export: 2, import: 2 }[verb];
  if (words.length > most) return `"rooms ${verb}" cannot take ${JSON.stringify(words[most])}.`;
  const [first, second] = words;
  switch (verb) {
    case 'list':
      return { verb, json: isJson };
    case 'fsck':
      return { verb };
    case 'backup':
    case 'restore':
      return first === undefined ? `"rooms ${verb}" needs a folder.` : { verb, folder: first };
    case 'expire': {
      const days = first === undefined ? undefined : wholeNumber(1, 36_500)(first);
      return days === undefined ? '"rooms expire" needs a number of days, from 1 to 36500.' : { verb, days, isSure };
    }
    case 'export':
    case 'import':
    case 'delete': {
      if (first === undefined) return `"rooms ${verb}" needs the name of a room: see "inkroom rooms list".`;
      const room = givenRoom(first);
      if (!room.ok) return room.error;
      if (verb === 'export') return { verb, room: room.value, file: second ?? `${room.value}.inkroom` };
      if (verb === 'import')
        return second === undefined ? '"rooms import" needs a file.' : { verb, room: room.value, file: second };
      if (!isSure) return `"rooms delete" cannot be undone. Export the room first, or say --yes to delete ${room.value}.`;
      return { verb, room: room.value };
    }
  }
}
