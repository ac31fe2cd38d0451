import { resolve } from 'node:path';
import { decodeJwt } from 'jose';
import { silentLog } from '../../core/base/host.ts';
import { reasonOf } from '../../core/base/reason-of.ts';
import { formatRoomLink, parseRoomLink } from '../../core/contract/access/room-link.ts';
import { isLinkId } from '../../core/room/room-rights.ts';
import { changeKeyFile, readIfThere } from '../adapters/key-files/key-files.ts';
import { rotatedKeyFile } from '../adapters/signed-links/link-keys.ts';
import { revokeLink } from '../adapters/signed-links/revoked-links.ts';
import { SignedLinks } from '../adapters/signed-links/signed-links.ts';
import { nodeClock, nodeRandom } from '../process/node-host.ts';
import type { LinkCommand } from './link-command-line.ts';
import type { Prints } from './rooms/rooms-commands.ts';

/** Gives the exit code: 0 done, 1 not. `now`: milliseconds since 1970. */
export async function runLinkCommand(command: LinkCommand, face: Prints & { readonly now: number }): Promise<0 | 1> {
  const { print, printError, now } = face;
  const keyFile = resolve(command.keyFile);
  try {
    // A name that was mistyped would make keys that no hub reads.
    if ((await readIfThere(keyFile)) === undefined) throw isMissing(keyFile);
    switch (command.verb) {
      case 'make':
        print(`${await madeLink(command, keyFile, now)}\n`);
        break;
      case 'rotate':
        await changeKeyFile(keyFile, nodeClock, (text) => {
          if (text === undefined) throw isMissing(keyFile);
          return rotatedKeyFile(text, command.algorithm, now, now + command.keepMs);
        });
        printError('A new key signs links from now on. Running hubs have it within a second.\n');
        break;
      case 'revoke': {
        const id = idOf(command.link);
        await revokeLink(keyFile, id, nodeClock);
        printError(`The link ${id} opens nothing any longer.\n`);
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
  return new Error(`${file} is not there. Give the file that the hub was started with: it makes it.`);
}

async function madeLink(command: Extract<LinkCommand, { verb: 'make' }>, file: string, now: number): Promise<string> {
  const { room, grant, lifeMs, server, once } = command;
  const links = await SignedLinks.open({ file, clock: nodeClock, random: nodeRandom, log: silentLog });
  try {
    const { token } = await links.make({ room, grant, until: now + lifeMs, ...(once ? { once } : {}) });
    return formatRoomLink({ server, room, access: token });
  } finally {
    links.dispose();
  }
}

/** Of a whole link, a token or an id. */
function idOf(text: string): string {
  const link = parseRoomLink(text);
  const token = link.ok ? link.value.access : text;
  if (token === undefined) throw new Error('This link carries no token: there is nothing to revoke.');
  const id = token.includes('.') ? decodeJwt(token).jti : token;
  // A line that hubs read as another one would revoke nothing.
  if (!isLinkId(id)) throw new Error('This is no link, token or id of a link.');
  return id;
}
