import { resolve } from 'node:path';
import { reasonOf } from '../../core/base/reason-of.ts';
import { formatKeyList, idInToken, type KeptKey, MAX_API_KEYS, newApiKey, readKeyList } from '../adapters/api-keys/key-list.ts';
import { changeKeyFile, readIfThere } from '../adapters/key-files/key-files.ts';
import { nodeClock } from '../process/node-host.ts';
import type { ApiKeyCommand } from './api-key-command-line.ts';

export interface ApiKeyPrints {
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Returns the exit code: 0 success, 1 failure. */
export async function runApiKeyCommand(command: ApiKeyCommand, prints: ApiKeyPrints): Promise<0 | 1> {
  const { print, printError, now } = prints;
  const file = resolve(command.keyFile);
  /** Of the file as it is when no other command changes it. */
  const change = (changed: (keys: readonly KeptKey[]) => readonly KeptKey[]): Promise<void> =>
    changeKeyFile(file, nodeClock, (text) => {
      // The first key may be made before the hub has ever run.
      if (text === undefined && command.verb !== 'make') throw isMissing(file);
      return formatKeyList(changed(text === undefined ? [] : readKeyList(text)));
    });
  try {
    switch (command.verb) {
      case 'make': {
        const { name, scopes, rooms, perMinute, lifeMs } = command;
        const { kept, token } = newApiKey({
          name,
          scopes: [...scopes],
          perMinute,
          ...(rooms === undefined ? {} : { rooms: [...rooms] }),
          ...(lifeMs === undefined ? {} : { until: now + lifeMs }),
        });
        await change((keys) => {
          if (keys.length >= MAX_API_KEYS) throw new Error(`The file holds ${MAX_API_KEYS} keys already. Revoke one first.`);
          return [...keys, kept];
        });
        print(`${token}\n`);
        printError('This is the only time that the key is shown. Running hubs know it within a second.\n');
        break;
      }
      case 'list': {
        const text = await readIfThere(file);
        if (text === undefined) throw isMissing(file);
        const keys = readKeyList(text);
        print(keys.length === 0 ? 'There are no keys.\n' : keys.map((key) => `${lineOf(key, now)}\n`).join(''));
        break;
      }
      case 'revoke': {
        const id = idInToken(command.key) ?? command.key;
        await change((keys) => {
          if (!keys.some((key) => key.id === id)) throw new Error(`The file has no key ${JSON.stringify(id.slice(0, 40))}.`);
          return keys.filter((key) => key.id !== id);
        });
        printError(`The key ${id} opens nothing any longer.\n`);
        break;
      }
    }
    return 0;
  } catch (error) {
    printError(`${reasonOf(error)}\n`);
    return 1;
  }
}

function isMissing(file: string): Error {
  return new Error(`${file} is not there. Give the file that the hub was started with.`);
}

function lineOf({ id, name, scopes, rooms, perMinute, until }: KeptKey, now: number): string {
  const end = until === undefined ? '' : until <= now ? '  ended' : `  until ${new Date(until).toISOString()}`;
  return `${id}  ${name}  ${scopes.join(',')}  ${rooms === undefined ? 'all rooms' : rooms.join(',')}  ${perMinute}/min${end}`;
}
