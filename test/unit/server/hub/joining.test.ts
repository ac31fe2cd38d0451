import { expect, test } from 'vitest';
import { fail } from '../../../../core/base/result.ts';
import { clientIdOf, isClientSecret, newEpoch } from '../../../../core/board/ids.ts';
import { CONTRACT_VERSION } from '../../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { HubFixture } from './hub-fixture.ts';
import { addStroke } from './ink.ts';

test('[HS-1] a room that starts empty gets a new epoch, and everyone in it is told the same one', async () => {
  const fixture = new HubFixture();
  const first = await fixture.connect().join();
  const second = await fixture.connect().join();
  const elsewhere = await fixture.connect().join({ room: 'room-2' });
  expect(second.epoch).toBe(first.epoch);
  expect(elsewhere.epoch).not.toBe(first.epoch);
  expect(first).toMatchObject({
    version: CONTRACT_VERSION,
    role: 'edit',
    persistence: { mode: 'none' },
    vector: [],
    lastN: 0,
    catchUp: 'none',
  });
});

test('[HS-2] what is accepted after the welcome comes as a frame that continues its vector', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  // Its frame has left; this one waits for the next frame when Bob joins.
  ann.draw([addStroke(ann.clientId, 2)]);
  const bob = fixture.connect();
  const welcome = await bob.join();
  expect(welcome.vector).toEqual([[welcome.origin, 2]]);
  ann.draw([addStroke(ann.clientId, 3)]);
  fixture.clock.advance(100);
  const batches = bob.frames().flatMap(({ firstSeq, batches }) => batches.map(({ n }, i) => [firstSeq + i, n]));
  // Seq 2 comes again in the frame that it waited for: known already, so it changes nothing. Seq 3 follows without a hole.
  expect(batches).toEqual([
    [2, 2],
    [3, 3],
  ]);
});

test('the welcome leaves before any frame about the newcomer', async () => {
  const fixture = new HubFixture();
  const ann = fixture.connect();
  await ann.join();
  expect(ann.sent).toEqual([]);
  fixture.clock.advance(20);
  expect(ann.frames()).toHaveLength(1);
});

test('[HS-3] the welcome names the highest n of the client in this epoch', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  for (const k of [1, 2, 3]) ann.draw([addStroke(ann.clientId, k)]);
  ann.drop();
  const again = fixture.connect();
  expect(await again.join({ secret: ann.secret })).toMatchObject({ lastN: 3 });
});

test('[HS-4] a second session of a client replaces the first at once, under its number: no ghost, and nothing for the others to learn', async () => {
  const fixture = new HubFixture();
  const watcher = await fixture.joined();
  const older = await fixture.joined();
  const newer = fixture.connect();
  const welcome = await newer.join({ secret: older.secret });
  expect(older.closed?.error).toMatch(/^join\.replaced: /);
  expect(older.closed?.allowReconnect).toBe(false);
  expect(welcome.members.map(({ clientId }) => clientId).sort()).toEqual([watcher.clientId, older.clientId].sort());
  fixture.clock.advance(100);
  expect(welcome.you).toMatchObject({ no: 2, clientId: older.clientId });
  expect(watcher.frames().flatMap(({ members }) => members)).toEqual([]);
  // The end of the older connection must not take the newer one away.
  older.drop();
  fixture.settle();
  newer.push([0, null, [1, 1]]);
  expect(watcher.frames()[0]?.cursors).toEqual([{ no: 2, x: 1, y: 1 }]);
});

test('[HS-5] a connection joins one room, and may join another when it has left', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  await expect(ann.join({ room: 'room-2' })).rejects.toThrow(/^join\.twice: /);
  ann.call('leave', []);
  expect((await ann.join({ room: 'room-2' })).room).toBe('room-2');
  expect(fixture.hub.counters()).toMatchObject({ rooms: 2, members: 1 });
});

const MALFORMED: readonly (readonly [string, unknown, string])[] = [
  ['nothing', undefined, 'join.malformed'],
  ['a list', [], 'join.malformed'],
  ['a room that is no text', { room: 7 }, 'room_id.not_text'],
  ['an empty room', { room: '' }, 'room_id.not_text'],
  ['a room with a slash', { room: '../etc' }, 'room_id.bad_character'],
  ['a room that is too long', { room: 'x'.repeat(LIMITS.roomIdChars + 1) }, 'room_id.too_long'],
  ['a client id of the wrong length', { secret: 'short' }, 'client_id.malformed'],
  ['a name that is too long', { name: 'n'.repeat(LIMITS.nameChars + 1) }, 'join.name'],
  ['a name that is no text', { name: null }, 'join.malformed'],
  ['a colour outside the palette', { color: 12 }, 'join.malformed'],
  ['a colour that is no number', { color: Number.NaN }, 'join.malformed'],
  ['a vector that is no list', { have: { epoch: 'AAAAAAAAAAA', vector: {} } }, 'join.malformed'],
  ['an epoch that is none', { have: { epoch: 5, vector: [] } }, 'join.malformed'],
  ['an access token as large as a book', { access: 'x'.repeat(5_000) }, 'join.malformed'],
];

test.each(MALFORMED)('[HS-5] a request with %s is refused with its code, logged, and leaves no trace', async (_, over, code) => {
  const fixture = new HubFixture();
  const client = fixture.connect();
  const raw = over === undefined || Array.isArray(over) ? over : client.request(over as Record<string, unknown>);
  await expect(client.call('join', [raw])).rejects.toThrow(new RegExp(`^${code.replace('.', '\\.')}: `));
  expect(fixture.logged.at(-1)).toMatchObject({ event: 'join.refused', fields: { code } });
  expect(fixture.hub.counters()).toMatchObject({ rooms: 0, members: 0, refusals: 1 });
  expect((await client.join()).room).toBe('room-1');
});

test('[HS-6] a client one contract version ahead joins; version 1 and two ahead are told to update', async () => {
  const fixture = new HubFixture();
  expect(await fixture.connect().join({ version: CONTRACT_VERSION + 1 })).toMatchObject({ version: CONTRACT_VERSION });
  for (const version of [0, 1, CONTRACT_VERSION + 2]) {
    await expect(fixture.connect().join({ version })).rejects.toThrow(/^join\.version: .*Reload the page or update the app/);
  }
});

test('[HS-8] a client id that everybody sees joins nowhere: the id is made from a secret that nobody is told', async () => {
  const fixture = new HubFixture();
  const ben = await fixture.joined();
  const mallory = fixture.connect();
  // What contract 1 asked for, and what a copy of the id proves: nothing.
  await expect(mallory.join({ secret: undefined, clientId: ben.clientId })).rejects.toThrow(/^client_id\.malformed: /);
  await expect(mallory.join({ secret: ben.clientId })).rejects.toThrow(/^client_id\.malformed: /);
  const welcome = await mallory.join({ clientId: ben.clientId });
  expect(welcome.you.clientId).toBe(clientIdOf(mallory.secret));
  expect(welcome.you.clientId).not.toBe(ben.clientId);
  expect(ben.closed).toBeUndefined();
  ben.draw([addStroke(ben.clientId, 1)]);
  // The id is an author, and authors own their elements: Mallory can neither name nor continue Ben's.
  mallory.draw([addStroke(ben.clientId, 2)]);
  expect(mallory.refusals()).toEqual([[1, 'op.not_yours']]);
  fixture.clock.advance(100);
  const said = JSON.stringify([welcome, ...mallory.sent, ...ben.sent]);
  expect(said).toContain(ben.clientId);
  expect(said).not.toContain(ben.secret);
  expect(JSON.stringify(fixture.logged)).not.toContain(ben.secret);
});

test('[HS-8] another spelling of a secret is no secret: its last character carries two bits', () => {
  expect(isClientSecret('AAAAAAAAAAAAAAAAAAAAAA')).toBe(true);
  expect(isClientSecret('AAAAAAAAAAAAAAAAAAAAAB')).toBe(false);
  // Golden: every client and hub of every version makes this id.
  expect(clientIdOf('AAAAAAAAAAAAAAAAAAAAAA' as never)).toBe('IZaUh98XJLM');
});

test.each([
  [' \u202eAnn\u0000\n ', 'Ann'],
  ['A\u200bn\u2060n', 'Ann'],
  ['', 'Guest'],
  ['\u200b \u2800\u3164', 'Guest'],
])('nobody is invisible: what cannot be seen is taken out of names, and who has none is a guest (%j)', async (name, seen) => {
  const welcome = await new HubFixture().connect().join({ name });
  expect(welcome.you.name).toBe(seen);
});

test('a link that allows nothing is refused, and rooms beyond the bound are too', async () => {
  const denied = new HubFixture({ authorize: () => fail('access.denied') });
  await expect(denied.connect().join()).rejects.toThrow(/^access\.denied: /);
  const small = new HubFixture({ maxRooms: 2 });
  for (const room of ['a', 'b']) await small.connect().join({ room });
  await expect(small.connect().join({ room: 'c' })).rejects.toThrow(/^server\.rooms_full: /);
  expect((await small.connect().join({ room: 'b' })).members).toHaveLength(2);
});

test('a full room refuses newcomers but not somebody who comes back', async () => {
  const fixture = new HubFixture();
  const first = await fixture.joined();
  for (let i = 1; i < LIMITS.membersPerRoom; i++) await fixture.connect().join();
  await expect(fixture.connect().join()).rejects.toThrow(/^room\.full: /);
  expect((await fixture.connect().join({ secret: first.secret })).room).toBe('room-1');
});

test('a connection that ends while its room is being opened leaves nobody behind', async () => {
  const fixture = new HubFixture();
  const client = fixture.connect();
  const joining = client.join();
  client.drop();
  await expect(joining).rejects.toThrow();
  expect(fixture.hub.counters().members).toBe(0);
});

test('room names are not in the log: who knows one may enter', async () => {
  const fixture = new HubFixture();
  const client = fixture.connect();
  await client.join({ room: 'a-secret-name', name: 'Private Name' });
  client.drop();
  fixture.clock.advance(120_000);
  expect(fixture.events()).toContain('room.unloaded');
  expect(JSON.stringify(fixture.logged)).not.toMatch(/a-secret-name|Private Name/);
});

test('knowing another epoch is no reason to be refused: it means a snapshot', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  const have = { epoch: newEpoch(fixture.random), vector: [] };
  expect((await fixture.connect().join({ have })).catchUp).toBe('snapshot');
});
