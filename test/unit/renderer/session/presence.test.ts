import { expect, test } from 'vitest';
import { type Clock, silentLog } from '../../../../core/base/host.ts';
import type { ClientId, InstanceId } from '../../../../core/board/ids.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { NOTHING_SHOWN } from '../../../../core/room/shown.ts';
import { createSession } from '../../../../renderer/session/board-session.ts';
import { Members } from '../../../../renderer/session/joining/members.ts';
import { Outbound } from '../../../../renderer/session/writing/outbound.ts';
import { Outbox } from '../../../../renderer/session/writing/outbox.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { seededRandom } from '../../../support/seeded.ts';
import { draw, Pen, ROOM, World } from './world.ts';

test('everybody but oneself is listed, with name and colour, until they leave', () => {
  const world = new World();
  const ana = world.joined('Ana');
  const bo = world.joined('Bo');
  expect(ana.members()).toMatchObject([{ clientId: bo.clientId, name: 'Bo', color: 1, cursor: undefined }]);
  expect(bo.members()).toMatchObject([{ clientId: ana.clientId, name: 'Ana' }]);
  bo.dispose();
  world.pass(100);
  expect(ana.members()).toEqual([]);
});

test('a rename reaches everybody, and nothing is lost over it', () => {
  const world = new World();
  const ana = world.joined('Ana');
  const bo = world.joined('Bo');
  draw(bo);
  bo.changeProfile({ name: 'Bob' });
  draw(bo);
  world.pass(300);
  expect(ana.members().map(({ name }) => name)).toEqual(['Bob']);
  expect(ana.fingerprint()).toBe(bo.fingerprint());
  expect(bo.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0, you: { name: 'Bob' } });
});

test('another colour reaches everybody in the room', () => {
  const world = new World();
  const ana = world.joined('Ana');
  const bo = world.joined('Bo');
  bo.changeProfile({ color: 7 });
  world.pass(300);
  expect(ana.members()).toMatchObject([{ name: 'Bo', color: 7 }]);
  expect(bo.status().you).toMatchObject({ name: 'Bo', color: 7 });
});

test('a rename while joining is not forgotten', () => {
  const world = new World();
  const ana = world.joined('Ana');
  const bo = world.person('Bo');
  bo.start();
  world.pass(7);
  bo.changeProfile({ name: 'Bob' });
  world.pass(300);
  expect(ana.members().map(({ name }) => name)).toEqual(['Bob']);
});

test('[PRS-1] a pointer is seen where it is, rounded, and not when it left the board', () => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  let told = 0;
  bo.onPresence(() => told++);
  ana.pointAt({ x: 10.4, y: -3.6 });
  world.pass(100);
  expect(bo.members()[0]?.cursor).toEqual({ x: 10, y: -4 });
  expect(told).toBe(1);
  ana.pointAt(undefined);
  world.pass(100);
  expect(bo.members()[0]?.cursor).toBeUndefined();
});

test('a pointer that rests costs nothing, and one that moves one message a tick', () => {
  const world = new World();
  const ana = world.joined();
  world.hub.pushes.length = 0;
  for (let i = 0; i < 100; i++) {
    ana.pointAt({ x: 5, y: 5 });
    world.pass(10);
  }
  expect(world.hub.pushes).toHaveLength(1);
  for (let i = 0; i < 100; i++) {
    ana.pointAt({ x: i, y: 5 });
    world.pass(10);
  }
  expect(world.hub.pushes.length).toBeLessThanOrEqual(33);
});

test('numbers that are none, and pointers off the edge of the world, do no harm', () => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  ana.pointAt({ x: Number.NaN, y: 1 });
  ana.pointAt({ x: 1, y: Number.POSITIVE_INFINITY });
  world.pass(100);
  expect(bo.members()[0]?.cursor).toBeUndefined();
  ana.pointAt({ x: 1e12, y: -1e12 });
  world.pass(100);
  expect(bo.members()[0]?.cursor).toEqual({ x: LIMITS.coordinate / 16, y: -LIMITS.coordinate / 16 });
});

test('who draws sends no cursor: the others see it at the tip of the stroke', () => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  world.hub.pushes.length = 0;
  const pen = new Pen(ana, 1);
  for (let i = 1; i < 20; i++) {
    ana.pointAt({ x: 100 + i, y: 20 });
    pen.move(1);
    world.pass(20);
  }
  world.pass(100);
  expect(world.hub.pushes.every((args) => args[2] === undefined || args[2] === null)).toBe(true);
  const element = ana.board().get(pen.id);
  const tip = ana.board().tailOf(pen.id);
  expect(bo.members()[0]?.cursor).toEqual({
    x: ((element?.x ?? 0) + (tip?.x ?? 0)) / 16,
    y: ((element?.y ?? 0) + (tip?.y ?? 0)) / 16,
  });
  pen.lift();
  ana.pointAt({ x: 400, y: 400 });
  world.pass(100);
  expect(bo.members()[0]?.cursor).toEqual({ x: 400, y: 400 });
});

test('a pointer that moves while the pen is down and rests on no new point is not sent', () => {
  const world = new World();
  const ana = world.joined();
  const pen = new Pen(ana, 1);
  world.pass(100);
  world.hub.pushes.length = 0;
  for (let i = 0; i < 10; i++) {
    ana.pointAt({ x: 100 + i, y: 20 });
    world.pass(40);
  }
  expect(world.hub.pushes).toEqual([]);
  pen.lift();
  world.pass(100);
  expect(world.hub.pushes.map((args) => args[2])).toEqual([[109, 20]]);
});

test('[PRS-2] an idle client tells the hub that it is here before its presence expires', () => {
  const world = new World();
  world.joined();
  world.hub.pushes.length = 0;
  world.pass(LIMITS.presenceLifeMs * 4);
  expect(world.hub.pushes.length).toBeGreaterThanOrEqual(7);
  expect(world.hub.pushes.length).toBeLessThanOrEqual(8);
});

test('[PRS-2] a page whose timers run once a minute is not seen to leave', () => {
  const world = new World();
  const { clock, hub } = world;
  const minute = 60_000;
  // As browsers do with a page that has been hidden for five minutes. Messages of the hub arrive as before.
  const slowed: Clock = {
    now: () => clock.now(),
    mono: () => clock.mono(),
    after: (waitMs, run) => clock.after(Math.ceil((clock.mono() + waitMs) / minute) * minute - clock.mono(), run),
  };
  const { connect } = hub;
  const session = createSession({
    room: ROOM,
    name: 'Ana',
    color: 1,
    connect,
    clock: slowed,
    random: seededRandom(5),
    log: silentLog,
  });
  session.start();
  world.pass(5 * minute);
  expect(session.status().state.phase).toBe('live');
  let seenAt = clock.mono();
  let pushes = hub.pushes.length;
  let longest = 0;
  for (let i = 0; i < 600; i++) {
    world.pass(1_000);
    if (hub.pushes.length > pushes) seenAt = clock.mono();
    pushes = hub.pushes.length;
    longest = Math.max(longest, clock.mono() - seenAt);
  }
  expect(longest).toBeLessThan(LIMITS.presenceLifeMs);
  expect(hub.memberCount).toBe(1);
});

test('without a connection nobody has a pointer, and after the life of presence nobody is here', () => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  bo.pointAt({ x: 1, y: 1 });
  world.pass(100);
  expect(ana.members()).toMatchObject([{ cursor: { x: 1, y: 1 } }]);
  world.hub.weather.isDown = true;
  world.hub.cut();
  world.pass(100);
  expect(ana.members()).toMatchObject([{ cursor: undefined }]);
  world.pass(LIMITS.presenceLifeMs + 2_000);
  expect(ana.members()).toEqual([]);
});

test('[HS-4] somebody who comes back is listed once', () => {
  const world = new World();
  const ana = world.joined('Ana');
  world.joined('Bo');
  world.hub.cut((i) => i === 1);
  world.pass(2_000);
  expect(ana.members().map(({ name }) => name)).toEqual(['Bo']);
});

test('[PRS-4] who says goodbye is seen to leave at once, without ending the session', () => {
  const world = new World();
  const ana = world.joined('Ana');
  const bo = world.joined('Bo');
  world.pass(100);
  expect(ana.members()).toHaveLength(1);
  bo.sayGoodbye();
  world.pass(100);
  expect(ana.members()).toEqual([]);
  const idle = world.person('Cy');
  idle.sayGoodbye();
  expect(idle.status().state.phase).toBe('offline');
});

test('[PRS-5] what a window shows is told at most once in 200 ms, the last of it always, and only to a hub that takes it', () => {
  const view = { x: 16, y: 32, width: 1_600, height: 900 };
  const pushed = (shows: boolean): (readonly unknown[])[] => {
    const clock = new FakeClock();
    const messages: (readonly unknown[])[] = [];
    const outbound = new Outbound({
      clock,
      outbox: new Outbox('ana________' as ClientId),
      drafts: { isDrawing: () => false },
      saving: { accepted: () => false },
      link: { takesBatches: true, push: (args) => void messages.push(args) },
    });
    outbound.takesShown(shows);
    outbound.lookAt(view);
    for (let x = 1; x <= 10; x++) {
      outbound.lookAt({ ...view, x });
      clock.advance(10);
    }
    outbound.pointAt({ x: 5, y: 6 });
    clock.advance(1_000);
    return messages;
  };
  expect(pushed(true)).toEqual([
    [0, null, [null, null, [0, [16, 32, 1_600, 900]]]],
    [0, null, [5, 6]],
    [0, null, [5, 6, [0, [10, 32, 1_600, 900]]]],
  ]);
  expect(pushed(false)).toEqual([[0, null, [5, 6]]]);
});

test('[PRS-5] what others see is known of each until they leave', () => {
  const members = new Members('ana________' as ClientId);
  const hub = 'hub________' as InstanceId;
  const bo = 'bo_________' as ClientId;
  const view = { x: 1, y: 2, width: 3, height: 4 };
  members.replace(hub, [{ no: 1, clientId: bo, name: 'Bo', color: 1 }]);
  const shown = { ...NOTHING_SHOWN, view };
  members.heard(hub, { no: 1, shown }, 0);
  members.heard(hub, { no: 9, shown }, 0);
  expect(members.list()).toMatchObject([{ clientId: bo, shown }]);
  members.left(hub, [{ kind: 'left', no: 1 }]);
  members.joined(hub, [{ kind: 'joined', member: { no: 2, clientId: bo, name: 'Bo', color: 1 } }]);
  expect(members.list()[0]).not.toHaveProperty('shown');
});
