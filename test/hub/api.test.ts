import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { newRoomId, type RoomId } from '../../core/board/ids.ts';
import { formatRoomLink } from '../../core/contract/access/room-link.ts';
import { openBoardFile } from '../../core/room/board-file.ts';
import { decodeSnapshot } from '../../core/room/snapshot/snapshot.ts';
import type { DescribedElement } from '../../renderer/files/described/described-element.ts';
import type { HeardAnnouncement } from '../../renderer/session/session.ts';
import { ApiError, InkroomApi } from '../../server/api-client/inkroom-api.ts';
import { run } from '../../server/cli/serve.ts';
import { API_ROUTES } from '../../server/http/api/route-table.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { eventually } from '../support/eventually.ts';
import { joinAsGuest } from '../support/guest.ts';
import { addPicture, hashOf, solidPng } from '../support/picture.ts';
import { pngPixels } from '../support/png-pixels.ts';
import { type LiveHub, liveHub } from './live-hub.ts';
import { MovedClock } from './moved-clock.ts';

const BOX: DescribedElement = { kind: 'rectangle', key: 'box', x: 0, y: 0, w: 100, h: 50, text: 'Monday' };

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkroom-api-'));
  file = join(folder, 'keys.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The command line. Gives what it printed. */
async function command(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run({
    args: ['api-key', ...args, '--api-keys', file],
    env: {},
    print: (text) => void out.push(text),
    printError: (text) => void err.push(text),
    onReady() {},
    endAsked: new Promise(() => undefined),
  });
  return { code, out: out.join(''), err: err.join('') };
}

async function key(...flags: readonly string[]): Promise<string> {
  const { code, out, err } = await command('make', '--name', 'Timetable', ...flags);
  expect([code, err]).toEqual([0, expect.stringContaining('only time')]);
  return out.trim();
}

const ALL = ['--scope', 'notices,read,draw', '--rate', '10000'] as const;

async function hubWith(clock = new MovedClock()): Promise<LiveHub> {
  const hub = await liveHub({ apiKeys: file }, clock);
  onTestFinished(() => hub.stop());
  return hub;
}

function enter(hub: LiveHub, room: RoomId, name = 'Ann') {
  const session = joinAsGuest(formatRoomLink({ server: hub.server, room }), name);
  onTestFinished(() => session.dispose());
  const heard: HeardAnnouncement[] = [];
  session.onAnnouncement((one) => heard.push(one));
  return { session, heard };
}

const live = (session: ReturnType<typeof enter>['session']) =>
  eventually(() => expect(session.status().state.phase).toBe('live'));
const refusalOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'done',
    (error: unknown) => (error instanceof ApiError ? [error.status, error.code] : error),
  );

test('another system draws, members see it, and every reading shows it', async () => {
  const hub = await hubWith();
  const room = newRoomId(nodeRandom);
  const api = new InkroomApi({ server: hub.server, key: await key(...ALL) });
  await eventually(() => expect(hub.logged.map(({ event }) => event)).toContain('api.keys_read'));
  const { session } = enter(hub, room);
  await live(session);
  const { author, ids } = await api.draw(room, [
    BOX,
    { kind: 'note', key: 'note', x: 300, y: 0, text: 'Bring a pen' },
    { kind: 'arrow', from: { on: 'box' }, to: { on: 'note' } },
  ]);
  await eventually(() => expect(session.board().aliveCount).toBe(3));
  expect(ids.every((id) => id.startsWith(`${author}.`) && session.board().get(id as never)?.alive)).toBe(true);
  const board = await api.board(room);
  expect(board.elements.map(({ id, kind }) => [id, kind])).toEqual(ids.map((id, i) => [id, ['rectangle', 'note', 'arrow'][i]]));
  expect(board.elements[1]).toMatchObject({ x: 300, text: 'Bring a pen' });
  expect(board.elements[2]).toMatchObject({ from: { on: ids[0] }, to: { on: ids[1] } });
  const svg = await api.picture(room);
  expect(svg).toMatch(/^<svg [\s\S]*Monday[\s\S]*<\/svg>\n$/);
  const pixels = pngPixels(await api.pixels(room));
  expect([pixels.width, pixels.height]).toEqual(
    / width="(\d+)" height="(\d+)"/
      .exec(svg)
      ?.slice(1)
      .map((side) => 2 * Number(side)),
  );
  // 24 pixels of paper and half a line are around the drawing: the paper, the left side of the box, the note.
  expect(pixels.at(20, 20)).toEqual([251, 250, 247, 255]);
  expect(
    pixels
      .at(50, 100)
      .slice(0, 3)
      .every((part) => part < 60),
  ).toBe(true);
  expect(pixels.at(850, 110)).toEqual([255, 229, 154, 255]);
  const snapshot = decodeSnapshot(await api.file(room));
  expect(snapshot.ok && snapshot.value.states.filter(({ birth }) => birth && birth.kind < 12)).toHaveLength(3);
  // What a person does with it is as with all elements.
  expect(session.importCopy(await api.file(room))).toHaveProperty('imported');
});

test('[PIC-3] a picture on the board is in its PNG, its SVG and its file, as soon as the hub has it', async () => {
  const token = await key(...ALL);
  const hub = await hubWith();
  const api = new InkroomApi({ server: hub.server, key: token });
  const room = newRoomId(nodeRandom);
  const { session } = enter(hub, room);
  await live(session);
  const bytes = solidPng(4, 2, [0, 128, 255]);
  const add = addPicture(session.newElementId(), hashOf(bytes), session.nextLamport());
  if (add.kind !== 'add') throw new Error('no element');
  session.propose([{ ...add, values: { ...add.values, w: 1_600, h: 800 } }], session.newGesture());
  await eventually(() => expect(session.status().unsent).toBe(0));
  // 24 pixels of paper, then the picture of 100 by 50, all of it twice as large.
  const grey = pngPixels(await api.pixels(room));
  expect([grey.width, grey.height]).toEqual([296, 196]);
  expect(grey.at(148, 98)).not.toEqual([0, 128, 255, 255]);
  expect(openBoardFile(await api.file(room))).toMatchObject({ ok: true, value: { pictures: [] } });
  const put = await fetch(`${hub.server}/pictures/${room}/${hashOf(bytes)}`, {
    method: 'PUT',
    headers: { 'content-type': 'image/png' },
    body: Buffer.from(bytes),
  });
  expect(put.status).toBe(204);
  const pixels = pngPixels(await api.pixels(room));
  for (const [x, y] of [
    [52, 52],
    [148, 98],
    [244, 144],
  ] as const)
    expect(pixels.at(x, y)).toEqual([0, 128, 255, 255]);
  expect(pixels.at(20, 98)).toEqual([251, 250, 247, 255]);
  expect(await api.picture(room)).toContain(`href="data:image/png;base64,${Buffer.from(bytes).toString('base64')}"`);
  const file = openBoardFile(await api.file(room));
  expect(file).toMatchObject({
    ok: true,
    value: { pictures: [{ hash: hashOf(bytes), type: 'image/png', bytes: new Uint8Array(bytes) }] },
  });
  expect(file.ok && decodeSnapshot(file.value.snapshot).ok).toBe(true);
});

test('[ANN-1] [ANN-2] announcements reach a room, a person, a grant, a topic and everybody, in the name of the key', async () => {
  const hub = await hubWith();
  const api = new InkroomApi({ server: hub.server, key: await key(...ALL) });
  await eventually(() => expect(hub.logged.map(({ event }) => event)).toContain('api.keys_read'));
  const room = newRoomId(nodeRandom);
  const [ann, bob, cas] = [enter(hub, room), enter(hub, room, 'Bob'), enter(hub, newRoomId(nodeRandom), 'Cas')];
  for (const { session } of [ann, bob, cas]) await live(session);
  cas.session.askForTopics(['food']);
  await eventually(async () => expect(await api.announceEverywhere({ text: 'Lunch', topic: 'food' })).toEqual({ reached: 1 }));
  expect(await api.announce(room, { text: 'Bell' })).toEqual({ reached: 2 });
  expect(await api.announce(room, { text: 'Call home', to: { person: bob.session.clientId } })).toEqual({ reached: 1 });
  expect(await api.announce(room, { text: 'For hosts', to: { grant: 'host' } })).toEqual({ reached: 0 });
  expect(await api.announceEverywhere({ text: 'Fire' })).toEqual({ reached: 3 });
  const from = 'Timetable';
  await eventually(() => {
    expect(ann.heard).toEqual(['Bell', 'Fire'].map((text) => ({ text, from, topic: undefined })));
    expect(bob.heard.map(({ text }) => text)).toEqual(['Bell', 'Call home', 'Fire']);
    expect(cas.heard).toContainEqual({ text: 'Lunch', from, topic: 'food' });
  });
});

test('a key without the scope or the room, used too often, ended, revoked or made up opens nothing, each with its own code', async () => {
  const clock = new MovedClock();
  const narrow = await key('--scope', 'notices', '--room', 'room-1');
  const short = await key('--scope', 'read', '--expires', '1h');
  const slow = await key('--scope', 'notices', '--rate', '4');
  const hub = await hubWith(clock);
  const as = (token: string) => new InkroomApi({ server: hub.server, key: token });
  expect(await refusalOf(as(narrow).draw('room-1', [BOX]))).toEqual([403, 'api.scope']);
  expect(hub.logged.at(-1)).toMatchObject({ event: 'api.refused', fields: { code: 'api.scope', route: 'draw' } });
  expect(await refusalOf(as(narrow).announce('room-2', { text: 'x' }))).toEqual([403, 'api.room']);
  expect(await refusalOf(as(narrow).announceEverywhere({ text: 'x' }))).toEqual([403, 'api.room']);
  expect(await refusalOf(as(narrow).announce('room-1', { text: 'x' }))).toBe('done');
  expect(await refusalOf(as(slow).announce('room-1', { text: 'x' }))).toBe('done');
  expect(await refusalOf(as(slow).announce('room-1', { text: 'x' }))).toEqual([429, 'api.rate']);
  expect(await refusalOf(as(short).board('room-9'))).toEqual([404, 'api.room_unknown']);
  clock.aheadMs = 3_600_000;
  expect(await refusalOf(as(short).board('room-9'))).toEqual([401, 'api.key_unknown']);
  for (const made of [`${narrow.slice(0, -3)}AAA`, `inkroom_${'A'.repeat(11)}_${'A'.repeat(43)}`, 'x'])
    expect(await refusalOf(as(made).announce('room-1', { text: 'x' }))).toEqual([401, 'api.key_unknown']);
  const naked = await fetch(`${hub.server}/api/notices`, { method: 'POST', body: '{}' });
  expect([naked.status, naked.headers.get('www-authenticate'), await naked.json()]).toEqual([
    401,
    'Bearer',
    expect.objectContaining({ code: 'api.key_missing' }),
  ]);
  expect((await command('revoke', narrow)).code).toBe(0);
  await eventually(async () =>
    expect(await refusalOf(as(narrow).announce('room-1', { text: 'x' }))).toEqual([401, 'api.key_unknown']),
  );
  const kept = await readFile(file, 'utf8');
  for (const token of [narrow, short, slow]) expect(kept).not.toContain(token.slice(-43));
  expect(JSON.stringify(hub.logged)).not.toContain(slow.slice(-43));
  expect((await command('list')).out.split('\n').filter(Boolean)).toHaveLength(2);
});

test('what does not have the form of the API is refused with a code and changes nothing', async () => {
  const token = await key(...ALL);
  const hub = await hubWith();
  const ask = async (path: string, body: unknown, type = 'application/json') => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const headers = { authorization: `Bearer ${token}`, 'content-type': type };
    const response = await fetch(`${hub.server}/api/${path}`, { method: 'POST', headers, body: text });
    return [response.status, ((await response.json()) as { code: unknown }).code];
  };
  expect(await ask('rooms/room-1/elements', '{')).toEqual([400, 'api.malformed']);
  expect(await ask('rooms/room-1/elements', { elements: [{ kind: 'cloud' }] })).toEqual([400, 'api.malformed']);
  expect(await ask('rooms/room-1/elements', { elements: [BOX], more: 1 })).toEqual([400, 'api.malformed']);
  expect(await ask('rooms/a%20b/elements', { elements: [BOX] })).toEqual([400, 'api.malformed']);
  expect(await ask('rooms/room-1/elements', 'x', 'text/plain')).toEqual([415, 'api.media_type']);
  expect(await ask('rooms/room-1/notices', { text: '   ' })).toEqual([400, 'api.malformed']);
  expect(await ask('rooms/room-1/notices', { text: 'x'.repeat(501) })).toEqual([400, 'api.malformed']);
  expect(await ask('rooms/room-1/nothing', {})).toEqual([404, 'api.route_unknown']);
  const lost: DescribedElement = { kind: 'arrow', from: { on: 'nobody' }, to: { x: 1, y: 1 } };
  expect(await ask('rooms/room-1/elements', { elements: [BOX, lost] })).toEqual([422, 'op.unknown_element']);
  expect(await refusalOf(new InkroomApi({ server: hub.server, key: token }).board('room-1'))).toEqual([404, 'api.room_unknown']);
});

test('100 MB are refused before they are read, with and without a length', async () => {
  const token = await key(...ALL);
  const hub = await hubWith();
  const { port } = new URL(hub.server);
  const answerTo = (head: string, chunk?: Buffer): Promise<{ readonly text: string; readonly sent: number }> =>
    new Promise((resolve, reject) => {
      const socket = net.connect(Number(port), '127.0.0.1');
      let [text, sent, isOver] = ['', 0, false];
      const more = (): void => {
        while (chunk && !isOver && sent < 100_000_000 && socket.writable) {
          sent += chunk.length;
          if (!socket.write(chunk)) return;
        }
      };
      socket.on('connect', () => {
        socket.write(`POST /api/rooms/room-1/elements HTTP/1.1\r\nHost: 127.0.0.1\r\n${head}\r\n\r\n`);
        more();
      });
      socket.on('drain', more);
      socket.on('data', (bytes: Buffer) => {
        text += bytes.toString();
        isOver = true;
      });
      socket.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EPIPE' || error.code === 'ECONNRESET' ? undefined : reject(error),
      );
      socket.on('close', () => resolve({ text, sent }));
    });
  const keyed = `Authorization: Bearer ${token}\r\nContent-Type: application/json`;
  const long = await answerTo(`${keyed}\r\nContent-Length: 100000000`);
  expect(long.text).toMatch(/^HTTP\/1\.1 413 [\s\S]*api\.too_large/);
  const unnamed = await answerTo('Content-Type: application/json\r\nContent-Length: 100000000');
  expect(unnamed.text).toMatch(/^HTTP\/1\.1 401 [\s\S]*api\.key_missing/);
  const block = Buffer.alloc(65_536, 0x20);
  const chunk = Buffer.concat([Buffer.from(`${block.length.toString(16)}\r\n`), block, Buffer.from('\r\n')]);
  const endless = await answerTo(`${keyed}\r\nTransfer-Encoding: chunked`, chunk);
  expect(endless.sent).toBeLessThan(20_000_000);
  expect(await (await fetch(`${hub.server}/healthz`)).text()).toContain('ok');
});

test('the OpenAPI document names every route, and no other', async () => {
  const hub = await hubWith();
  const response = await fetch(`${hub.server}/api/openapi.json`);
  const document = (await response.json()) as {
    readonly openapi: string;
    readonly paths: Record<
      string,
      Record<string, { operationId: string; requestBody?: unknown; parameters?: { name: string }[] }>
    >;
  };
  expect(document.openapi).toBe('3.1.0');
  const named = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => [operationId, method.toUpperCase(), path]),
  );
  const served = Object.entries(API_ROUTES).map(([name, { method, path }]) => [name, method, path]);
  expect(named.toSorted()).toEqual(served.toSorted());
  for (const [name, method, path] of named) {
    const operation = document.paths[String(path)]?.[String(method).toLowerCase()];
    expect(operation?.requestBody !== undefined, name).toBe(method === 'POST');
    expect(operation?.parameters?.map((one) => one.name) ?? []).toEqual(String(path).includes('{room}') ? ['room'] : []);
    // Each of them is there: without a key it says so.
    const asked = await fetch(`${hub.server}${String(path).replace('{room}', 'room-1')}`, { method: String(method) });
    expect([name, ((await asked.json()) as { code: unknown }).code]).toEqual([name, 'api.key_missing']);
  }
});

test('a hub without keys has no API', async () => {
  const hub = await liveHub();
  onTestFinished(() => hub.stop());
  expect((await fetch(`${hub.server}/api/openapi.json`)).status).toBe(404);
});

test.each([
  [['make', '--scope', 'read'], '--name'],
  [['make', '--name', 'x'], '--scope'],
  [['make', '--name', 'x', '--scope', 'read,fly'], '--scope'],
  [['make', '--name', 'x', '--scope', 'read', '--room', 'a b'], 'no name of a room'],
  [['make', '--name', 'x', '--scope', 'read', '--rate', '0'], '--rate'],
  [['make', '--name', 'x', '--scope', 'read', '--expires', 'soon'], '--expires'],
  [['list', '--name', 'x'], 'does not belong'],
  [['revoke'], 'needs the key'],
  [['burn'], 'make'],
])('api-key %j says what is wrong', async (args, says) => {
  const { code, err } = await command(...args);
  expect([code, err]).toEqual([2, expect.stringContaining(says)]);
});

test('a key file that cannot be read stops the start with a sentence, and later leaves the keys as they were', async () => {
  const token = await key(...ALL);
  const hub = await hubWith();
  const good = await readFile(file, 'utf8');
  await writeFile(file, good.slice(0, 40));
  await eventually(() => expect(hub.logged.map(({ event }) => event)).toContain('api.keys_unreadable'));
  expect(await new InkroomApi({ server: hub.server, key: token }).announce('room-1', { text: 'x' })).toEqual({ reached: 0 });
  await expect(liveHub({ apiKeys: file })).rejects.toThrow(/--api-keys .* it is no JSON/);
});
