import { expect, test, vi } from 'vitest';
import { elementId, type RoomId } from '../../../../core/board/ids.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { memoryBlobs } from '../../../../server/adapters/memory-blobs.ts';
import type { HubPictures } from '../../../../server/hub/pictures/picture-exchange.ts';
import { Cluster } from '../../../support/cluster.ts';
import { addPicture, hashOf, pngBytes } from '../../../support/picture.ts';
import { HubFixture } from './hub-fixture.ts';

const ROOM = 'room-1' as RoomId;

function inMemory(over: Partial<HubPictures> = {}): HubPictures {
  return {
    store: memoryBlobs({ roomBytes: 4_096, allBytes: 4_096 }),
    isKept: false,
    hashOf,
    url: () => undefined,
    give: async () => undefined,
    ...over,
  };
}

test('[PIC-1] a picture is taken once an element shows it, and given to whoever names the room', async () => {
  const fixture = new HubFixture({ pictures: inMemory() });
  const ana = await fixture.joined();
  const { pictures } = fixture.hub;
  const bytes = pngBytes(1);
  const hash = hashOf(bytes);
  expect(await pictures.put(ROOM, hash, bytes)).toBe('unknown');
  ana.draw([addPicture(elementId(ana.clientId, 1), hash)]);
  expect(await pictures.put('other-room' as RoomId, hash, bytes)).toBe('unknown');
  expect(await pictures.put(ROOM, hash, bytes)).toBeUndefined();
  expect(await pictures.get(ROOM, hash)).toEqual({ bytes, type: 'image/png' });
  expect(await pictures.get('other-room' as RoomId, hash)).toBeUndefined();
});

test('[PIC-1] a removed element keeps its picture, for undo brings it back', async () => {
  const fixture = new HubFixture({ pictures: inMemory() });
  const ana = await fixture.joined();
  const hash = hashOf(pngBytes(1));
  const id = elementId(ana.clientId, 1);
  ana.draw([addPicture(id, hash)]);
  ana.draw([{ kind: 'alive', ids: [id], lamport: 2, alive: false }]);
  expect(await fixture.hub.pictures.put(ROOM, hash, pngBytes(1))).toBeUndefined();
});

test('[PIC-2] other bytes than the hash says, no picture, too large a one and a full room are refused', async () => {
  const fixture = new HubFixture({ pictures: inMemory() });
  const ana = await fixture.joined();
  const { pictures } = fixture.hub;
  const text = new TextEncoder().encode('<svg onload="alert(1)">');
  const huge = pngBytes(2, LIMITS.pictureBytes + 1);
  const big = pngBytes(3, 900);
  const more = pngBytes(4, 101);
  let k = 0;
  for (const bytes of [pngBytes(1), text, huge, big, more]) {
    ana.draw([addPicture(elementId(ana.clientId, ++k), hashOf(bytes), k)]);
  }
  expect(await pictures.put(ROOM, hashOf(pngBytes(1)), pngBytes(9))).toBe('wrong');
  expect(await pictures.put(ROOM, hashOf(text), text)).toBe('wrong');
  expect(await pictures.put(ROOM, hashOf(huge), huge)).toBe('large');
  expect(await pictures.put(ROOM, hashOf(big), big)).toBeUndefined();
  expect(await pictures.put(ROOM, hashOf(more), more)).toBe('full');
  expect(fixture.events()).toContain('picture.no_space');
});

test('[PIC-3] whoever asks for one that is not here makes the hub ask the room, once in three seconds', async () => {
  const fixture = new HubFixture({ pictures: inMemory() });
  const ana = await fixture.joined();
  const hash = hashOf(pngBytes(1));
  ana.draw([addPicture(elementId(ana.clientId, 1), hash)]);
  fixture.settle();
  for (let i = 0; i < 5; i++) expect(await fixture.hub.pictures.get(ROOM, hash)).toBeUndefined();
  expect(await fixture.hub.pictures.get(ROOM, hashOf(pngBytes(2)))).toBeUndefined();
  expect(ana.notices()).toEqual([{ kind: 'picture', hash }]);
  fixture.clock.advance(3_000);
  await fixture.hub.pictures.get(ROOM, hash);
  expect(ana.notices()).toHaveLength(2);
});

test('[PIC-3] pictures in memory go with their room', async () => {
  const pictures = inMemory();
  const fixture = new HubFixture({ pictures });
  const ana = await fixture.joined();
  const hash = hashOf(pngBytes(1));
  ana.draw([addPicture(elementId(ana.clientId, 1), hash)]);
  await fixture.hub.pictures.put(ROOM, hash, pngBytes(1));
  ana.drop();
  fixture.clock.advance(LIMITS.emptyRoomGraceMs + 10_000);
  for (let i = 0; i < 20; i++) await Promise.resolve();
  expect(await pictures.store.read(ROOM, hash)).toBeUndefined();
});

test('[PIC-4] a hub that lacks a picture gets it from the hub that has it, or from one whose people have it', async () => {
  const cluster = new Cluster('instance', 5);
  const given: string[] = [];
  const node = (name: string) =>
    cluster.start({
      pictures: inMemory({
        url: () => `http://${name}:7420`,
        give: async (url, room, hash, { type }) => void given.push(`${name} to ${url}: ${room} ${hash.slice(0, 4)} ${type}`),
      }),
    });
  const [one, two] = [node('one'), node('two')];
  const ana = cluster.client(one);
  const ben = cluster.client(two);
  await ana.join();
  await ben.join();
  const hash = hashOf(pngBytes(1));
  ana.draw([addPicture(elementId(ana.clientId, 1), hash)]);
  await cluster.pass(1_000);

  // Nobody has it yet: the people of both are asked.
  expect(await two.hub.pictures.get(ROOM, hash)).toBeUndefined();
  await cluster.pass(200);
  expect([ana.notices(), ben.notices()].map((notices) => notices.some(({ kind }) => kind === 'picture'))).toEqual([true, true]);
  expect(given).toEqual([]);

  expect(await one.hub.pictures.put(ROOM, hash, pngBytes(1))).toBeUndefined();
  expect(given).toEqual([`one to http://two:7420: room-1 ${hash.slice(0, 4)} image/png`]);

  // It has it now, and answers at once.
  await cluster.pass(3_000);
  await two.hub.pictures.get(ROOM, hash);
  await cluster.pass(200);
  expect(given).toHaveLength(2);
});

test('[PIC-4] a picture that cannot be read for another hub is told of in the log', async () => {
  const read = (): Promise<never> => Promise.reject(new Error('the disk is gone'));
  const fixture = new HubFixture({
    pictures: inMemory({ store: { ...memoryBlobs({ roomBytes: 4_096, allBytes: 4_096 }), read } }),
  });
  const ana = await fixture.joined();
  const hash = hashOf(pngBytes(1));
  ana.draw([addPicture(elementId(ana.clientId, 1), hash)]);
  fixture.hub.pictures.wanted({ room: ROOM, hash, url: 'http://two:7420' });
  await vi.waitFor(() => expect(fixture.events()).toContain('picture.forward_failed'));
  const { fields } = fixture.logged.find(({ event }) => event === 'picture.forward_failed') ?? {};
  expect(fields).toMatchObject({ to: 'http://two:7420', reason: 'the disk is gone' });
});
