import { expect, test } from 'vitest';
import { parseRoomId } from '../../../../../core/board/ids.ts';
import type { RoomLink } from '../../../../../core/contract/access/room-link.ts';
import { askingAhead, askKept, type KeptHere } from '../../../../../renderer/bootstrap/opening/kept-here.ts';
import { memoryVault } from '../../../../../renderer/session/keeping/memory-vault.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { seededRandom } from '../../../../support/seeded.ts';

const SERVER = 'http://127.0.0.1:7420';

function linkTo(name: string, server = SERVER): RoomLink {
  const room = parseRoomId(name);
  if (!room.ok) throw new Error('no room name');
  return { server, room: room.value };
}

/** What was asked for, and the vaults that were given back unused. */
function asker() {
  const asked: string[] = [];
  const released: string[] = [];
  const ask = async ({ server, room }: RoomLink): Promise<KeptHere> => {
    const place = `${server} ${room}`;
    asked.push(place);
    const vault = { ...memoryVault(seededRandom(1)), release: () => void released.push(place) };
    return { vault, lastBoard: undefined, hostKey: undefined };
  };
  return { asked, released, ask };
}

test('a page that comes back asks for its room before it knows anything else, and opens it with that answer', async () => {
  const { asked, released, ask } = asker();
  const keptOf = askingAhead(linkTo('attic'), ask);
  expect(asked).toEqual([`${SERVER} attic`]);
  // The link may have got a token meanwhile.
  await keptOf({ ...linkTo('attic'), access: 'token' });
  expect(asked).toHaveLength(1);
  await keptOf(linkTo('attic'));
  expect(asked).toHaveLength(2);
  expect(released).toEqual([]);
});

test('a page that opens another room after all gives the first one’s identity back', async () => {
  for (const other of [linkTo('loft'), linkTo('attic', 'https://team.example.org')]) {
    const { asked, released, ask } = asker();
    const keptOf = askingAhead(linkTo('attic'), ask);
    await keptOf(other);
    expect(asked).toEqual([`${SERVER} attic`, `${other.server} ${other.room}`]);
    expect(released).toEqual([`${SERVER} attic`]);
  }
});

test('a page that starts asks only for the room that it opens', async () => {
  const { asked, ask } = asker();
  await askingAhead(undefined, ask)(linkTo('loft'));
  expect(asked).toEqual([`${SERVER} loft`]);
});

test('a copy that cannot be read, or does not come, does not keep the board from being shown', async () => {
  const clock = new FakeClock();
  const vault = memoryVault(seededRandom(2));
  const shell = { hostKey: () => Promise.reject(new Error('no hub')) };
  const kept = (read: () => Promise<Uint8Array | undefined>): Promise<KeptHere> =>
    askKept(linkTo('attic'), { shell, openVault: async () => vault, localCopies: { read }, clock });
  const nothing = { vault, lastBoard: undefined, hostKey: undefined };
  expect(await kept(() => Promise.reject(new Error('damaged')))).toEqual(nothing);
  const late = kept(() => new Promise(() => {}));
  clock.advance(3_000);
  expect(await late).toEqual(nothing);
  const bytes = new Uint8Array([1]);
  expect(await kept(async () => bytes)).toEqual({ ...nothing, lastBoard: bytes });
});
