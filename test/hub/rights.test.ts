import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../core/base/host.ts';
import { newClientSecret, newRoomKey, roomIdOf } from '../../core/board/ids.ts';
import { isThing } from '../../core/board/kinds.ts';
import type { HostAct, MadeLink } from '../../core/contract/access/host-acts.ts';
import { formatRoomLink } from '../../core/contract/access/room-link.ts';
import { passHashOf } from '../../core/contract/access/room-pass.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import { KICK_MS } from '../../core/room/room-rights.ts';
import { createSession } from '../../renderer/session/board-session.ts';
import { passOf } from '../../renderer/session/joining/pass-of.ts';
import { signalRHub } from '../../renderer/session/link/hub-client.ts';
import type { Session } from '../../renderer/session/session.ts';
import type { Config } from '../../server/cli/config.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { eventually } from '../support/eventually.ts';
import { joinAsGuest } from '../support/guest.ts';
import { Pen } from '../unit/renderer/session/world.ts';
import { addStroke } from '../unit/server/hub/ink.ts';
import { liveHub } from './live-hub.ts';
import { MovedClock } from './moved-clock.ts';
import { refusalIn } from './refusal-in.ts';
import { RoomClient } from './room-client.ts';

const key = newRoomKey(nodeRandom);
const room = roomIdOf(key);

/** A hub with a host and a guest in one room, and time that a test may move on. */
async function lesson(over: Partial<Config> = {}) {
  const clock = new MovedClock();
  const hub = await liveHub(over, clock);
  onTestFinished(() => hub.stop());
  const host = await RoomClient.join(hub.server, { room, roomKey: key, name: 'Hana' });
  const ann = await RoomClient.join(hub.server, { room, name: 'Ann' });
  return { hub, host, ann, clock, come: (more = {}) => RoomClient.join(hub.server, { room, ...more }) };
}

const act = (client: RoomClient, asked: HostAct): Promise<unknown> => client.stock.call('act', asked);
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: Error) => refusalIn(error) ?? error.message,
  );
const noticesOf = (client: RoomClient, kind: string) =>
  client.stock.received.flatMap(({ target, args }) => {
    const notice = args[0] as { readonly kind?: string } | undefined;
    return target === 'notice' && notice?.kind === kind ? [notice] : [];
  });
async function draws(client: RoomClient, n: number): Promise<void> {
  await client.push({ author: client.clientId, n, ops: [addStroke(client.clientId, n)] });
  await eventually(() => expect(client.echoedN).toBe(n));
}

test('[RGT-7] [RGT-8] in a locked room only hosts draw and those who got the pen; who comes is told so', async () => {
  const { hub, host, ann, come } = await lesson();
  await draws(ann, 1);
  await act(host, { act: 'lock', on: true });
  await eventually(() => expect(noticesOf(ann, 'grant')).toEqual([{ kind: 'grant', grant: 'comment', locked: true }]));
  await ann.push({ author: ann.clientId, n: 2, ops: [addStroke(ann.clientId, 2)] });
  await eventually(() => expect(ann.refusals()).toEqual([[2, 'room.locked']]));
  await draws(host, 1);
  const bob = await come();
  expect(bob.welcome).toMatchObject({ grant: 'comment', role: 'view', locked: true });

  await act(bob, { act: 'hand', up: true });
  await eventually(() => expect(noticesOf(host, 'rights').at(-1)).toMatchObject({ locked: true, hands: [bob.clientId] }));
  await act(host, { act: 'give', who: bob.clientId, grant: 'draw' });
  await eventually(() => expect(noticesOf(bob, 'grant').at(-1)).toMatchObject({ grant: 'draw' }));
  await draws(bob, 1);
  await eventually(() =>
    expect(noticesOf(host, 'rights').at(-1)).toEqual({
      kind: 'rights',
      locked: true,
      password: false,
      given: [[bob.clientId, 'draw']],
      hands: [],
      banned: [],
    }),
  );
  await act(host, { act: 'give', who: bob.clientId, grant: null });
  await eventually(() => expect(noticesOf(bob, 'grant').at(-1)).toMatchObject({ grant: 'comment' }));
  await act(host, { act: 'lock', on: false });
  await eventually(() => expect(noticesOf(ann, 'grant').at(-1)).toEqual({ kind: 'grant', grant: 'draw', locked: false }));
  await draws(ann, 3);
  expect(noticesOf(ann, 'rights')).toEqual([]);
  const audit = hub.logged.filter(({ event }) => event === 'host.acted').map(({ fields }) => fields);
  expect(audit.map((fields) => fields.act)).toEqual(['lock', 'who', 'who', 'lock']);
  expect(audit[1]).toMatchObject({ actor: host.clientId, about: bob.clientId, value: 'draw', room: expect.any(String) });
});

test('[RGT-13] a host clears the board: one audit line, everybody sees it empty, and the host takes it back by undo; a guest may not', async () => {
  const hub = await liveHub();
  onTestFinished(() => hub.stop());
  const link = formatRoomLink({ server: hub.server, room });
  const [host, ann] = [joinAsGuest(link, 'Hana', { roomKey: key }), joinAsGuest(link, 'Ann')];
  onTestFinished(() => [host, ann].forEach((one) => void one.dispose()));
  for (const one of [host, ann]) await eventually(() => expect(one.status().state.phase).toBe('live'));
  new Pen(ann, 40).lift();
  new Pen(host, 40).lift();
  ann.say('Stays');
  await eventually(() => expect([host.board().aliveCount, host.board().wordsCount]).toEqual([2, 1]));
  expect(await ann.act({ act: 'clear' })).toEqual({ refused: 'host.needed' });
  expect(await host.act({ act: 'clear' })).toEqual({});
  const things = [...host.board().elements()].filter(({ alive, kind }) => alive && isThing(kind)).map(({ id }) => id);
  host.propose([{ kind: 'alive', ids: things, lamport: host.nextLamport(), alive: false }], host.newGesture());
  await eventually(() => expect([ann.board().aliveCount, ann.board().wordsCount]).toEqual([0, 1]));
  const audit = hub.logged.filter(({ event }) => event === 'host.acted').map(({ fields }) => fields);
  expect(audit).toEqual([expect.objectContaining({ act: 'clear', actor: host.clientId, value: '2' })]);
  host.undo();
  await eventually(() => expect(ann.board().aliveCount).toBe(2));
});

test('[RGT-8] a kicked client comes back after a minute, a banned one when a host allows it again', async () => {
  const { host, ann, clock, come } = await lesson();
  await act(host, { act: 'kick', who: ann.clientId });
  expect(await ann.stock.closed).toContain('room.kicked: ');
  const again = { secret: ann.secret };
  expect(await codeOf(come(again))).toBe('room.kicked');
  clock.aheadMs = KICK_MS + 1;
  const back = await come(again);
  await act(host, { act: 'ban', who: back.clientId, link: false });
  expect(await back.stock.closed).toContain('room.banned: ');
  clock.aheadMs = 10 * KICK_MS;
  expect(await codeOf(come(again))).toBe('room.banned');
  await act(host, { act: 'unban', who: back.clientId });
  expect(await codeOf(come(again))).toBe('done');
});

test('[RGT-7] a host makes links, and may ban one with everybody who came by it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inkroom-rights-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { hub, host, ann, come } = await lesson({ linkKey: join(folder, 'k.json') });
  const made = (await act(host, { act: 'link', grant: 'view', lifeMs: 3_600_000 })) as MadeLink;
  expect(made.until).toBeGreaterThan(nodeClock.now());
  const [bob, eve] = [await come({ access: made.token }), await come({ access: made.token })];
  expect(bob.welcome.grant).toBe('view');
  await act(host, { act: 'ban', who: eve.clientId, link: true });
  expect(await eve.stock.closed).toContain('room.banned: ');
  expect(await bob.stock.closed).toContain('room.banned: ');
  expect(await codeOf(come({ access: made.token }))).toBe('room.banned');
  const single = (await act(host, { act: 'link', grant: 'draw', lifeMs: 3_600_000, once: true })) as MadeLink;
  expect([made.once, single.once]).toEqual([false, true]);
  expect((await come({ access: single.token })).welcome.grant).toBe('draw');
  expect(await codeOf(come({ access: single.token }))).toBe('link.used');
  expect(await codeOf(act(ann, { act: 'link', grant: 'host', lifeMs: 3_600_000 }))).toBe('host.needed');
  expect(await codeOf(act(host, { act: 'link', grant: 'view', lifeMs: 1 }))).toBe('host.malformed');
  expect(JSON.stringify(hub.logged)).not.toContain(made.token);
  const bare = await lesson();
  expect(await codeOf(act(bare.host, { act: 'link', grant: 'view', lifeMs: 3_600_000 }))).toBe('link.none');
});

test('[RGT-11] a room with a password opens to hosts, to who shows its pass, and to signed links; the hub keeps and logs neither', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inkroom-rights-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { hub, host, ann, come } = await lesson({ linkKey: join(folder, 'k.json') });
  const pass = await passOf(room, 'blue whale');
  const bob = await come({ pass });
  await act(host, { act: 'pass', pass });
  expect(await ann.stock.closed).toContain('pass.needed: ');
  await draws(bob, 1);
  await eventually(() => expect(noticesOf(host, 'rights').at(-1)).toMatchObject({ password: true }));
  const again = { secret: ann.secret };
  expect(await codeOf(come(again))).toBe('pass.needed');
  expect(await codeOf(come({ ...again, pass: await passOf(room, 'blue whales') }))).toBe('pass.wrong');
  expect((await come({ ...again, pass })).welcome.grant).toBe('draw');
  const { token } = (await act(host, { act: 'link', grant: 'view', lifeMs: 3_600_000 })) as { readonly token: string };
  expect((await come({ access: token })).welcome.grant).toBe('view');
  expect((await come({ roomKey: key })).welcome.grant).toBe('host');
  await act(host, { act: 'pass', pass: null });
  expect(await codeOf(come())).toBe('done');
  expect(await codeOf(act(bob, { act: 'pass', pass }))).toBe('host.needed');
  expect(await codeOf(act(host, { act: 'pass', pass: 'short' } as unknown as HostAct))).toBe('host.malformed');
  const logged = JSON.stringify(hub.logged);
  for (const secret of [pass, passHashOf(pass), 'blue whale']) expect(logged).not.toContain(secret);
});

test('[RGT-11] only so many wrong passwords a network address may try at once', async () => {
  const { host, come } = await lesson();
  await act(host, { act: 'pass', pass: await passOf(room, 'blue whale') });
  let tried = 0;
  // More than the limit: some come back while this runs.
  while (tried < 3 * LIMITS.addressPassTries) {
    const code = await codeOf(come({ pass: `${tried}`.padStart(22, '-') }));
    if (code === 'pass.too_often') break;
    expect(code).toBe('pass.wrong');
    tried++;
  }
  expect(tried).toBeGreaterThanOrEqual(LIMITS.addressPassTries);
  expect(tried).toBeLessThan(3 * LIMITS.addressPassTries);
});

test('[RGT-8] a host hands over: the other one is host, and who made the room may choose less and take it back', async () => {
  const { host, ann, come } = await lesson();
  await act(host, { act: 'give', who: ann.clientId, grant: 'host' });
  await eventually(() => expect(noticesOf(ann, 'grant').at(-1)).toMatchObject({ grant: 'host' }));
  for (const one of ['kick', 'unban'] as const)
    expect(await codeOf(act(ann, { act: one, who: host.clientId }))).toBe(one === 'kick' ? 'host.protected' : 'done');
  expect(await codeOf(act(ann, { act: 'give', who: host.clientId, grant: 'view' }))).toBe('host.protected');
  await act(host, { act: 'give', who: host.clientId, grant: 'draw' });
  await eventually(() => expect(noticesOf(host, 'grant').at(-1)).toMatchObject({ grant: 'draw' }));
  expect(await codeOf(act(host, { act: 'lock', on: true }))).toBe('host.needed');
  const again = await come({ roomKey: key, secret: host.secret });
  expect(again.welcome.grant).toBe('draw');
  const bob = await come();
  await act(ann, { act: 'end' });
  expect(await bob.stock.closed).toContain('room.host_ended: ');
  expect((await come()).welcome.grant).toBe('draw');
});

test('[RGT-7] what is no act is refused and costs; who floods the room with acts is sent away', async () => {
  const { host, ann } = await lesson();
  const bad: readonly unknown[] = [
    null,
    7,
    {},
    { act: 'king' },
    { act: 'lock' },
    { act: 'give', who: 'x', grant: 'draw' },
    { act: 'give', who: host.clientId, grant: 'king' },
    { act: 'ban', who: host.clientId },
    { act: 'hand', up: 1 },
  ];
  for (const one of bad) expect(await codeOf(ann.stock.call('act', one))).toBe('host.malformed');
  await expect(ann.stock.call('act')).rejects.toThrow();
  await expect(ann.stock.call('act', { act: 'hand', up: true }, 1)).rejects.toThrow();
  for (let i = 0; i < LIMITS.actsBurst + LIMITS.strikesBurst + 40; i++) await codeOf(act(ann, { act: 'hand', up: i % 2 === 0 }));
  expect(await ann.stock.closed).toContain('rate.messages: ');
  await draws(host, 1);
});

test('[RGT-9] what hosts decided holds when everybody has left and the room was let go', async () => {
  const { hub, host, ann } = await lesson();
  await act(host, { act: 'lock', on: true });
  await act(host, { act: 'ban', who: ann.clientId, link: false });
  await host.stock.stop();
  await eventually(() => expect(hub.logged.filter(({ event }) => event === 'member.left').length).toBeGreaterThanOrEqual(2));
  expect((await RoomClient.join(hub.server, { room, secret: newClientSecret(nodeRandom) })).welcome.grant).toBe('comment');
  expect(await codeOf(RoomClient.join(hub.server, { room, secret: ann.secret }))).toBe('room.banned');
});

test('[RGT-7] [RGT-9] the session of a guest sees what a host decides, and the session of a host what it may decide about', async () => {
  const { hub } = await lesson();
  const join = (name: string, more: { readonly roomKey?: typeof key } = {}): Session => {
    const connect = signalRHub({ server: hub.server });
    const session = createSession({
      room,
      name,
      color: 1,
      connect,
      clock: nodeClock,
      random: nodeRandom,
      log: silentLog,
      ...more,
    });
    onTestFinished(() => session.dispose());
    session.start();
    return session;
  };
  const [host, ann] = [join('Hana', { roomKey: key }), join('Ann')];
  await eventually(() => expect([host, ann].map((one) => one.status().state.phase)).toEqual(['live', 'live']));
  expect([host, ann].map((one) => one.status().grant)).toEqual(['host', 'draw']);
  expect(await ann.act({ act: 'lock', on: true })).toEqual({ refused: 'host.needed' });
  expect(await host.act({ act: 'lock', on: true })).toEqual({});
  await eventually(() => expect(ann.status()).toMatchObject({ grant: 'comment', locked: true, rights: undefined }));
  expect(await ann.act({ act: 'hand', up: true })).toEqual({});
  await eventually(() => expect(host.status().rights).toMatchObject({ locked: true, hands: [ann.clientId] }));
  expect(await host.act({ act: 'link', grant: 'view', lifeMs: 3_600_000 })).toEqual({ refused: 'link.none' });
  await host.act({ act: 'kick', who: ann.clientId });
  await eventually(() => expect(ann.status().state).toEqual({ phase: 'refused', code: 'room.kicked' }));
});
