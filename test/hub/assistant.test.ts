import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../core/base/host.ts';
import { textOf } from '../../core/board/bodies/text-order.ts';
import { type ElementId, newRoomId, newRoomKey, type RoomId, roomIdOf } from '../../core/board/ids.ts';
import { ElementKind } from '../../core/board/kinds.ts';
import type { Grant } from '../../core/contract/access/grants.ts';
import { formatRoomLink } from '../../core/contract/access/room-link.ts';
import { describeBoard } from '../../renderer/files/described/describe-board.ts';
import type { Session } from '../../renderer/session/session.ts';
import { SignedLinks } from '../../server/adapters/signed-links/signed-links.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { eventually } from '../support/eventually.ts';
import { joinAsGuest } from '../support/guest.ts';
import { addPicture, hashOf, solidPng } from '../support/picture.ts';
import { pngPixels, pngSize } from '../support/png-pixels.ts';
import { Pen } from '../unit/renderer/session/world.ts';
import { assistant } from './assistant-client.ts';
import { type LiveHub, liveHub } from './live-hub.ts';

async function hubWith(over: Parameters<typeof liveHub>[0] = {}): Promise<LiveHub> {
  const hub = await liveHub(over);
  onTestFinished(() => hub.stop());
  return hub;
}

async function person(link: string, over: Parameters<typeof joinAsGuest>[2] = {}): Promise<Session> {
  const session = joinAsGuest(link, 'Ann', over);
  onTestFinished(() => session.dispose());
  await eventually(() => expect(session.status().state.phase).toBe('live'));
  return session;
}

const linkTo = (hub: LiveHub, room: RoomId = newRoomId(nodeRandom)): string => formatRoomLink({ server: hub.server, room });
const ids = (result: Readonly<Record<string, unknown>>): readonly ElementId[] => result.ids as readonly ElementId[];

test('[PRS-7] an assistant is a member marked as a program, draws, connects, arranges, changes and removes', async () => {
  const link = linkTo(await hubWith());
  const ann = await person(link);
  const bot = await assistant(link, '--name', 'Sketcher');
  const names = (await bot.client.listTools()).tools.map(({ name }) => name);
  expect(names).toEqual('read_board picture read_chat say draw connect comment arrange change remove watch'.split(' '));
  await eventually(() => expect(ann.members()).toMatchObject([{ name: 'Sketcher', program: true }]));

  const [a, b, c] = ids(
    await bot.use('draw', {
      elements: [
        { kind: 'rectangle', x: 0, y: 0, w: 100, h: 60, text: 'Start' },
        { kind: 'ellipse', x: 300, y: 40, w: 100, h: 60, text: 'Middle' },
        { kind: 'note', x: 700, y: 90, text: 'End' },
      ],
    }),
  );
  await eventually(() => expect(ann.board().aliveCount).toBe(3));
  const [arrow] = ids(await bot.use('connect', { from: a, to: b, route: 'elbow' }));
  expect(await bot.use('arrange', { ids: [a, b, c], how: 'top' })).toEqual({ changed: 2 });
  expect(await bot.use('change', { ids: [a], text: 'Begin here', color: 'red', dx: -50 })).toEqual({ changed: 1 });
  await eventually(() => {
    const seen = (id: ElementId | undefined) => describeBoard(ann.board(), id === undefined ? [] : [id]).elements[0];
    expect(seen(a)).toMatchObject({ x: -50, y: 0, text: 'Begin here', color: 'red' });
    expect(seen(b)).toMatchObject({ y: 0 });
    expect(seen(arrow)).toMatchObject({ kind: 'arrow', from: { on: a }, to: { on: b }, route: 'elbow' });
  });
  await bot.use('arrange', { ids: [a, b, c], how: 'grid', columns: 2, gap: 10 });
  const read = (await bot.use('read_board')) as {
    total: number;
    people: unknown;
    elements: { id: string; own: boolean; x: number; y: number }[];
  };
  expect(read).toMatchObject({ total: 4, people: [{ id: ann.clientId, name: 'Ann' }] });
  expect(read.elements.map(({ own }) => own)).toEqual([true, true, true, true]);
  // The first shape has grown for the two lines of its new text.
  expect(read.elements.find(({ id }) => id === c)).toMatchObject({ x: -50, y: 78 });
  expect(await bot.text('picture', { as: 'svg' })).toMatch(/^<svg [\s\S]*Begin/);
  const whole = pngSize(await bot.picture());
  const part = pngPixels(await bot.picture({ ids: [c] }));
  expect(whole[0]).toBeGreaterThan(part.width);
  // A note is yellow.
  expect(part.at(part.width / 2, 80)).toEqual([255, 229, 154, 255]);
  expect(await bot.use('read_board', { text: 'begin', most: 5 })).toMatchObject({ total: 1 });
  expect(await bot.use('remove', { ids: [b] })).toEqual({ changed: 1 });
  await eventually(() => expect(ann.board().get(b as ElementId)?.alive).toBe(false));

  // It goes when its assistant goes.
  await bot.client.close();
  await eventually(() => expect(ann.members()).toEqual([]));
});

test('the picture that an assistant gets has the pictures of the board, where the hub has them', async () => {
  const hub = await hubWith();
  const room = newRoomId(nodeRandom);
  const link = linkTo(hub, room);
  const ann = await person(link);
  const bytes = solidPng(4, 4, [0, 128, 255]);
  ann.propose([addPicture(ann.newElementId(), hashOf(bytes), ann.nextLamport())], ann.newGesture());
  const bot = await assistant(link);
  await eventually(async () => expect(await bot.use('read_board')).toMatchObject({ total: 1 }));
  const middle = async (): Promise<readonly number[]> => {
    const { width, height, at } = pngPixels(await bot.picture());
    return at(Math.floor(width / 2), Math.floor(height / 2));
  };
  expect(await middle()).toEqual([224, 221, 212, 255]);
  const url = `${hub.server}/pictures/${room}/${hashOf(bytes)}`;
  const put = await fetch(url, { method: 'PUT', headers: { 'content-type': 'image/png' }, body: Buffer.from(bytes) });
  expect(put.status).toBe(204);
  expect(await middle()).toEqual([0, 128, 255, 255]);
  expect(await bot.text('picture', { as: 'svg' })).not.toContain('data:');
});

test('an assistant comments on elements: each comment is a note in a free place with a line that stays when the element moves', async () => {
  const link = linkTo(await hubWith());
  const ann = await person(link);
  const bot = await assistant(link);
  const [box, neighbour] = ids(
    await bot.use('draw', {
      elements: [
        { kind: 'rectangle', x: 0, y: 0, w: 100, h: 60, text: 'Plan' },
        { kind: 'rectangle', x: 150, y: -20, w: 400, h: 100 },
        { kind: 'frame', x: -500, y: -500, w: 1_500, h: 1_500 },
      ],
    }),
  );
  const stroke = new Pen(ann, 40);
  stroke.lift();
  await eventually(async () => expect(await bot.use('read_board')).toMatchObject({ total: 4 }));
  const made: (readonly ElementId[])[] = [];
  for (const [id, text] of [
    [box, 'Who does it?'],
    [box, 'And by when? A longer remark takes more lines than a short one does.'],
    [stroke.id, 'What is this?'],
  ])
    made.push(ids(await bot.use('comment', { id, text })));
  const read = (await bot.use('read_board')) as {
    elements: { id: string; kind: string; x: number; y: number; w: number; h: number; text: string }[];
  };
  const notes = made.map(([id]) => read.elements.find((one) => one.id === id));
  expect(notes.map((note) => [note?.kind, note?.text])).toEqual([
    ['note', 'Who does it?'],
    ['note', 'And by when? A longer remark takes more lines than a short one does.'],
    ['note', 'What is this?'],
  ]);
  // The place to the right is taken, that to the left is free; the next comment finds one further down.
  expect(notes[0]).toMatchObject({ x: -212, y: 0 });
  expect(notes[1]?.y).toBeGreaterThan(80);
  expect(notes[1]?.h).toBeGreaterThan(notes[0]?.h ?? 0);
  const things = [...notes, ...read.elements.filter(({ id }) => id === box || id === neighbour)];
  for (const [i, a] of things.entries())
    for (const b of things.slice(i + 1))
      if (a && b) expect(a.x >= b.x + b.w || b.x >= a.x + a.w || a.y >= b.y + b.h || b.y >= a.y + a.h).toBe(true);
  await bot.use('change', { ids: [box], dx: 300, dy: 300 });
  const seen = (id: ElementId | undefined) => describeBoard(ann.board(), id === undefined ? [] : [id]).elements[0];
  await eventually(() =>
    expect(made.map(([, line]) => seen(line))).toMatchObject(
      // A stroke has no edge at which a line could end.
      [{ on: box }, { on: box }, { x: expect.any(Number) }].map((to, i) => ({
        kind: 'line',
        dash: 'dotted',
        from: { on: made[i]?.[0] },
        to,
      })),
    ),
  );
});

test('an assistant watches what people do, and its own changes are no news to it', async () => {
  const link = linkTo(await hubWith());
  const ann = await person(link);
  const bot = await assistant(link);
  const [note] = ids(await bot.use('draw', { elements: [{ kind: 'note', x: 0, y: 0, text: 'Mine' }] }));
  await bot.use('read_board');
  expect(await bot.use('watch', { seconds: 0.2 })).toEqual({ changed: [], removed: [], said: [] });
  const watched = bot.use('watch', { seconds: 30 });
  new Pen(ann, 40).lift();
  expect(await watched).toMatchObject({ changed: [{ kind: 'pen' }], removed: [] });
  await eventually(() => expect(ann.board().get(note as ElementId)?.alive).toBe(true));
  ann.propose([{ kind: 'alive', ids: [note as ElementId], lamport: ann.nextLamport(), alive: false }], ann.newGesture());
  expect(await bot.use('watch', { seconds: 30 })).toEqual({ changed: [], removed: [note], said: [] });
  expect(await bot.use('change', { ids: [note], dx: 5 })).toEqual({ refused: 'tool.no_element' });
});

test('an assistant changes a text by its smallest edit, so that what people type meanwhile stays', async () => {
  const link = linkTo(await hubWith());
  const ann = await person(link);
  const bot = await assistant(link);
  const [note] = ids(await bot.use('draw', { elements: [{ kind: 'note', x: 0, y: 0, text: 'Bread and milk' }] }));
  await bot.use('change', { ids: [note], text: 'Bread, butter and milk' });
  await bot.use('change', { ids: [note], text: 'Bread, butter' });
  await bot.use('change', { ids: [note], text: '' });
  await bot.use('change', { ids: [note], text: '🧈 only' });
  await eventually(() => expect(textOf(ann.board(), note as ElementId)).toBe('🧈 only'));
});

test('arguments that are none, too many, unknown tools and unknown elements are refused with a code, and nothing changes', async () => {
  const link = linkTo(await hubWith());
  const ann = await person(link);
  const bot = await assistant(link);
  const box = { kind: 'rectangle', x: 0, y: 0, w: 10, h: 10 };
  for (const [tool, args, refused] of [
    ['draw', {}, 'tool.arguments'],
    ['draw', { elements: [{ ...box, w: -1 }] }, 'tool.arguments'],
    ['draw', { elements: Array.from({ length: 201 }, () => box) }, 'tool.arguments'],
    ['draw', { elements: [box, { kind: 'arrow', from: { on: 'x' }, to: { x: 0, y: 0 } }] }, 'op.unknown_element'],
    ['connect', { from: 'a', to: 'b' }, 'tool.no_element'],
    ['comment', { id: 'a', text: 'Why?' }, 'tool.no_element'],
    ['comment', { id: 'a', text: ' ' }, 'tool.arguments'],
    ['remove', { ids: ['the_board__.0'] }, 'tool.no_element'],
    ['watch', { seconds: 10_000 }, 'tool.arguments'],
    ['say', { text: ' ' }, 'tool.arguments'],
    ['say', { text: 'Hello', to: 'nobody' }, 'tool.arguments'],
    ['constructor', {}, 'tool.unknown'],
    ['picture', {}, 'tool.nothing'],
  ] as const)
    expect(await bot.use(tool, args), JSON.stringify(args).slice(0, 80)).toEqual({ refused });
  expect(ann.board().elementCount).toBe(0);
  expect(await bot.use('draw', { elements: [box] })).toHaveProperty('ids');
});

test('an assistant may do what its link says: with one for viewing it reads and draws nothing; an ended link lets it do nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inkroom-mcp-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'links.json');
  const hub = await hubWith({ linkKey: file, requiresLinks: true });
  const room = newRoomId(nodeRandom);
  const links = await SignedLinks.open({ file, clock: nodeClock, random: nodeRandom, log: silentLog });
  onTestFinished(() => links.dispose());
  const linkFor = async (grant: Grant, lifeMs: number): Promise<string> => {
    const { token } = await links.make({ room, grant, until: nodeClock.now() + lifeMs });
    return formatRoomLink({ server: hub.server, room, access: token });
  };
  const viewer = await assistant(await linkFor('view', 3_600_000));
  expect(await viewer.use('read_board')).toMatchObject({ total: 0, grant: 'view' });
  expect(await viewer.use('draw', { elements: [{ kind: 'note', x: 0, y: 0 }] })).toEqual({ refused: 'access.denied' });
  expect(await viewer.use('say', { text: 'Hello' })).toEqual({ refused: 'access.denied' });
  const commenter = await assistant(await linkFor('comment', 3_600_000));
  expect(await commenter.use('say', { text: 'I may only talk' })).toEqual({ said: true });
  expect(await commenter.use('draw', { elements: [{ kind: 'note', x: 0, y: 0 }] })).toEqual({ refused: 'access.denied' });
  expect(await viewer.use('read_chat')).toMatchObject({ messages: [{ text: 'I may only talk' }] });
  const late = await assistant(await linkFor('draw', -1_000));
  expect(await late.use('read_board')).toEqual({ refused: 'link.expired' });
});

test('in a room in which only hosts draw an assistant is told so', async () => {
  const key = newRoomKey(nodeRandom);
  const link = linkTo(await hubWith(), roomIdOf(key));
  const host = await person(link, { roomKey: key });
  const bot = await assistant(link);
  await bot.use('read_board');
  await host.act({ act: 'lock', on: true });
  await eventually(async () =>
    expect(await bot.use('draw', { elements: [{ kind: 'note', x: 0, y: 0 }] })).toEqual({ refused: 'room.locked' }),
  );
});

test('an assistant reads the chat, writes into it and to one person, and hears what people say to it', async () => {
  const link = linkTo(await hubWith());
  const ann = await person(link);
  const bob = await person(link);
  const bot = await assistant(link, '--name', 'Sketcher');
  const heard: unknown[] = [];
  ann.onSaid(({ from, text }) => heard.push([from.name, text]));
  ann.say('Who draws the map?');
  await eventually(async () =>
    expect(await bot.use('read_chat')).toEqual({ messages: [{ from: 'Ann', text: 'Who draws the map?' }] }),
  );
  await bot.use('watch', { seconds: 0 });
  expect(await bot.use('say', { text: 'I do.' })).toEqual({ said: true });
  expect(await bot.use('say', { text: 'A word to you', to: ann.clientId })).toEqual({ said: true });
  await eventually(() => expect(heard).toEqual([['Sketcher', 'A word to you']]));
  const said = () => [...bob.board().elements()].filter(({ kind }) => kind === ElementKind.words).map(({ text }) => text);
  await eventually(() => expect(said()).toContain('I do.'));
  const sketcher = ann.members().find(({ program }) => program)?.clientId;
  if (sketcher === undefined) throw new Error('it has gone');
  const watched = bot.use('watch', { seconds: 30 });
  expect(await ann.act({ act: 'say', to: sketcher, text: 'Larger, please' })).toEqual({});
  expect(await watched).toEqual({ changed: [], removed: [], said: [{ from: 'Ann', text: 'Larger, please', private: true }] });
  const next = bot.use('watch', { seconds: 30 });
  bob.say('Thanks');
  expect(await next).toEqual({ changed: [], removed: [], said: [{ from: 'Ann', text: 'Thanks' }] });
  expect(await bot.use('read_chat', { most: 2 })).toEqual({
    messages: [
      { from: 'Sketcher', text: 'I do.', own: true },
      { from: 'Ann', text: 'Thanks' },
    ],
  });
});
