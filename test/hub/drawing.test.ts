import { afterEach, expect, test } from 'vitest';
import { authorOf } from '../../core/board/ids.ts';
import { Author } from '../support/author.ts';
import { eventually } from '../support/eventually.ts';
import { runSeed, seededRandom } from '../support/seeded.ts';
import { type LiveHub, liveHub } from './live-hub.ts';
import { RoomClient } from './room-client.ts';

let hub: LiveHub | undefined;
afterEach(async () => {
  await hub?.stop();
  hub = undefined;
});

/** An author whose batches are made on its client's replica, with the client's id. */
function authorFor(client: RoomClient, seed: number): Author {
  const author = new Author(seededRandom(seed));
  Object.defineProperty(author, 'clientId', { value: client.clientId });
  return author;
}

test('people on both hub protocols draw at the same time and end with the same board', async () => {
  hub = await liveHub();
  const { server } = hub;
  const seed = runSeed();
  const clients = [
    await RoomClient.join(server),
    await RoomClient.join(server, { name: 'Bob' }),
    await RoomClient.join(server, { name: 'Cem' }, { protocol: 'json' }),
  ];
  const authors = clients.map((client, i) => authorFor(client, seed + i));
  let last = 0;
  for (let round = 1; round <= 60; round++) {
    for (const [i, client] of clients.entries()) {
      const batch = (authors[i] as Author).act(client.replica.board);
      last = batch.n;
      await client.push(batch, [round, i]);
    }
    // The next act looks at a board that some of the others have changed.
    if (round % 7 === 0) await eventually(() => expect(clients[0]?.echoedN).toBe(last));
  }
  await eventually(() => {
    for (const client of clients) expect(client.echoedN, `seed ${seed}`).toBe(last);
    expect(new Set(clients.map(({ replica }) => replica.vector.get(client0(clients).welcome.origin))).size).toBe(1);
  });
  const late = await RoomClient.join(server, { name: 'Late' });
  expect(new Set([...clients, late].map(({ fingerprint }) => fingerprint)).size, `seed ${seed}`).toBe(1);
  expect(
    clients.flatMap((client) => client.refusals()),
    `seed ${seed}`,
  ).toEqual([]);
  expect(late.replica.board.elementCount).toBeGreaterThan(10);
}, 30_000);

function client0(clients: readonly RoomClient[]): RoomClient {
  return clients[0] as RoomClient;
}

test('two rooms of one hub hear nothing of each other', async () => {
  hub = await liveHub();
  const ann = await RoomClient.join(hub.server, { room: 'one' });
  const bob = await RoomClient.join(hub.server, { room: 'two', name: 'Bob' });
  const draw = async (client: RoomClient, seed: number): Promise<void> => {
    const batch = authorFor(client, seed).act(client.replica.board);
    await client.push(batch);
    await eventually(() => expect(client.echoedN).toBe(batch.n));
  };
  // Each one's own echo comes after whatever the hub sent before it.
  await draw(ann, 5);
  await draw(bob, 6);
  await draw(ann, 7);
  for (const client of [ann, bob]) {
    const authors = [...client.replica.board.elements()].map(({ id }) => authorOf(id));
    expect(new Set(authors)).toEqual(new Set([client.clientId]));
    expect(client.members.size).toBe(1);
  }
});

test('cursors, comings and goings are seen by the others', async () => {
  hub = await liveHub();
  const ann = await RoomClient.join(hub.server);
  const bob = await RoomClient.join(hub.server, { name: 'Bob' });
  await eventually(() => expect(ann.members.get(2)?.name).toBe('Bob'));
  await bob.stock.send('p', 0, null, [120, -40]);
  await eventually(() => expect(ann.cursors.get(2)).toEqual([120, -40]));
  await bob.stock.send('p', 0, null, []);
  await eventually(() => expect(ann.cursors.get(2)).toEqual([undefined, undefined]));
  await bob.stock.stop();
  await eventually(() => expect(ann.members.has(2)).toBe(false));
});

test('who comes back after a drop gets the suffix of what was missed', async () => {
  hub = await liveHub();
  const ann = await RoomClient.join(hub.server);
  const author = authorFor(ann, 3);
  const bob = await RoomClient.join(hub.server, { name: 'Bob' });
  let last = 0;
  const draw = async (): Promise<void> => {
    const batch = author.act(ann.replica.board);
    last = batch.n;
    await ann.push(batch);
    await eventually(() => expect(ann.echoedN).toBe(last));
  };
  for (let i = 0; i < 5; i++) await draw();
  await eventually(() => expect(bob.fingerprint).toBe(ann.fingerprint));
  await bob.stock.stop();
  for (let i = 0; i < 5; i++) await draw();
  const have = { epoch: bob.welcome.epoch, vector: bob.replica.vector.pairs() };
  const again = await RoomClient.join(hub.server, { secret: bob.secret, have }, { replica: bob.replica });
  expect(again.welcome.catchUp).toBe('suffix');
  expect(again.fingerprint).toBe(ann.fingerprint);
});

test('[CLS-1] a hub that stops tells its clients, and closes so that they come back', async () => {
  hub = await liveHub();
  const ann = await RoomClient.join(hub.server);
  await hub.stop();
  expect(await ann.stock.closed).toBeUndefined();
  expect(ann.stock.received.at(-1)).toEqual({ target: 'notice', args: [{ kind: 'draining', returnInMs: 250 }] });
});
