import { expect, test } from 'vitest';
import type { InstanceId } from '../../../../core/board/ids.ts';
import { draw, Pen, visible, World } from './world.ts';

test('drawing goes on without a connection, is counted, and is sent once when it is back', () => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  const pen = new Pen(ana);
  world.pass(100);
  world.hub.weather.isDown = true;
  world.hub.cut();
  for (let i = 0; i < 50; i++) {
    pen.move();
    world.pass(33);
  }
  pen.lift();
  const second = draw(ana);
  expect(ana.status()).toMatchObject({ state: { phase: 'connecting' } });
  expect(ana.status().unsent).toBeGreaterThan(0);
  expect(ana.status().oldestUnsentMs).toBeGreaterThan(1_000);
  world.hub.weather.isDown = false;
  world.pass(15_000);
  expect(visible(bo)).toEqual([pen.id, second].sort());
  expect(bo.board().get(pen.id)).toMatchObject({ pointCount: 203, ended: true });
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0, oldestUnsentMs: undefined, refused: undefined });
  expect(world.hub.accepted).toHaveLength(new Set(world.hub.accepted.map(({ author, n }) => author + n)).size);
});

test('hours of drawing without a connection stay a handful of batches', () => {
  const world = new World({ isDown: true });
  const ana = world.person();
  ana.start();
  for (let stroke = 0; stroke < 20; stroke++) {
    const pen = new Pen(ana);
    for (let i = 0; i < 200; i++) pen.move();
    pen.lift();
  }
  expect(ana.status().unsent).toBeLessThanOrEqual(20);
});

test('a line that is dead without saying so is noticed when something is under way', () => {
  const world = new World();
  const ana = world.joined();
  const phases = new Set<string>();
  ana.onStatus(({ state }) => phases.add(state.phase));
  world.hub.silence();
  const id = draw(ana);
  world.pass(1_500);
  expect(phases).toEqual(new Set(['live']));
  world.pass(6_000);
  expect(phases).toEqual(new Set(['live', 'connecting', 'joining']));
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 });
  expect(world.hub.replica.board.get(id)?.pointCount).toBe(11);
});

test('a waking machine with a dead line is shown as reconnecting within two seconds, with nothing under way', () => {
  const world = new World();
  const ana = world.joined();
  world.pass(5_000);
  world.hub.silence();
  ana.wake();
  world.pass(500);
  expect(ana.status().state.phase).toBe('live');
  world.pass(1_500);
  expect(ana.status().state.phase).toBe('connecting');
});

test('a waking machine with a living line stays live and learns what it missed', () => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  world.hub.weather.lost = 1;
  const id = draw(bo);
  world.pass(1_000);
  world.hub.weather.lost = 0;
  expect(visible(ana)).toEqual([]);
  ana.wake();
  world.pass(300);
  expect(visible(ana)).toEqual([id]);
  expect(ana.status().state.phase).toBe('live');
  world.pass(5_000);
  expect(ana.status().state.phase).toBe('live');
});

test('a wake does not wait for the back-off', () => {
  const world = new World({ isDown: true });
  const ana = world.person();
  ana.start();
  world.pass(60_000);
  world.hub.weather.isDown = false;
  ana.wake();
  world.pass(100);
  expect(ana.status().state.phase).toBe('live');
});

test('without a network the phase is offline, and it goes on trying: the hub may be on this machine', () => {
  const world = new World({ isDown: true });
  const ana = world.person();
  ana.start();
  world.pass(1_000);
  ana.networkLost();
  expect(ana.status().state.phase).toBe('offline');
  world.hub.weather.isDown = false;
  world.pass(15_000);
  expect(ana.status().state.phase).toBe('live');
});

test('a lost network does not end a connection that still answers', () => {
  const world = new World();
  const ana = world.joined();
  world.pass(5_000);
  ana.networkLost();
  world.pass(5_000);
  expect(ana.status().state.phase).toBe('live');
});

test.each(['room.full', 'join.version', 'access.denied'] as const)('a join refused with %s waits for the person', (code) => {
  const world = new World({ joinRefusal: code });
  const ana = world.person();
  ana.start();
  world.pass(60_000);
  expect(ana.status().state).toEqual({ phase: 'refused', code });
  world.hub.weather.joinRefusal = undefined;
  const id = draw(ana);
  ana.wake();
  world.pass(300);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 });
  expect(world.hub.replica.board.get(id)).toBeDefined();
});

const PASSING = ['server.draining', 'server.rooms_full', 'server.full', 'store.unavailable', 'rate.rooms'] as const;
test.each(PASSING)('a join refused with %s is tried again, and the status says why', (code) => {
  const world = new World({ joinRefusal: code });
  const ana = world.person();
  ana.start();
  world.pass(1_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'connecting' }, notYet: code });
  world.hub.weather.joinRefusal = undefined;
  world.pass(15_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, notYet: undefined });
});

test('[RPL-1] who was away for a short time gets the batches, for a long time the elements', () => {
  const world = new World({ logBatches: 4 });
  const ana = world.joined();
  const bo = world.joined();
  const away = (draws: number): void => {
    world.hub.drop(draws * 20, (i) => i === 1);
    for (let i = 0; i < draws; i++) {
      draw(ana, 0);
      world.pass(20);
    }
    world.pass(2_000);
  };
  world.hub.catchUps.length = 0;
  away(2);
  expect(world.hub.catchUps).toEqual(['suffix']);
  away(9);
  expect(world.hub.catchUps).toEqual(['suffix', 'delta']);
  expect(bo.fingerprint()).toBe(ana.fingerprint());
});

test('[SEQ-3] a hole in the frames heals by itself, and asks once', () => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  world.hub.catchUps.length = 0;
  world.hub.weather.lost = 1;
  const first = draw(ana);
  world.pass(100);
  world.hub.weather.lost = 0;
  const second = draw(ana);
  world.pass(300);
  expect(visible(bo)).toEqual([first, second].sort());
  expect(world.hub.catchUps.length).toBeLessThanOrEqual(2);
  world.pass(30_000);
  expect(ana.status().unsent).toBe(0);
});

test('[RPL-3] what comes while a catch-up is on its way is kept and applied on top, without asking again', () => {
  const world = new World({ delayMs: () => 40 });
  const ana = world.joined();
  world.pass(500);
  draw(ana);
  world.pass(1_000);
  world.hub.catchUps.length = 0;
  const bo = world.person();
  bo.start();
  for (let i = 0; i < 20; i++) {
    draw(ana, 0);
    world.pass(20);
  }
  world.pass(2_000);
  expect(visible(bo)).toHaveLength(21);
  expect(bo.fingerprint()).toBe(ana.fingerprint());
  expect(world.hub.catchUps).toHaveLength(1);
});

test('an own batch whose echo came after a hole that a delta filled is acknowledged', () => {
  const world = new World({ logBatches: 1 });
  const ana = world.joined();
  const bo = world.joined();
  world.hub.weather.lost = 1;
  for (let i = 0; i < 3; i++) draw(bo, 0);
  world.pass(100);
  world.hub.weather.lost = 0;
  world.hub.catchUps.length = 0;
  draw(ana, 0);
  world.pass(300);
  expect(world.hub.catchUps).toContain('delta');
  expect(ana.status()).toMatchObject({ unsent: 0, elements: 4 });
});

test('an echo that comes while a delta is on its way is an acknowledgement, too', () => {
  const world = new World({ logBatches: 1, delayMs: () => 40 });
  const ana = world.joined();
  const bo = world.joined();
  world.pass(300);
  world.hub.weather.lost = 1;
  for (let i = 0; i < 3; i++) draw(bo, 0);
  world.pass(200);
  world.hub.weather.lost = 0;
  world.hub.catchUps.length = 0;
  draw(bo, 0);
  world.pass(30);
  draw(ana, 0);
  world.pass(500);
  expect(world.hub.catchUps).toContain('delta');
  expect(ana.status()).toMatchObject({ unsent: 0, elements: 5 });
});

test('joining a large board shows how far it is', () => {
  const world = new World();
  const ana = world.joined();
  for (let i = 0; i < 100; i++) draw(ana, 5);
  world.pass(2_000);
  const bo = world.person();
  const seen: { received: number; total: number }[] = [];
  bo.onStatus(({ state }) => {
    if (state.phase === 'joining' && state.total > 0) seen.push({ received: state.received, total: state.total });
  });
  bo.start();
  world.pass(1_000);
  expect(seen.length).toBeGreaterThan(3);
  expect(seen[0]?.received).toBe(0);
  expect(seen.at(-1)?.received).toBe(seen.at(-1)?.total);
  expect(visible(bo)).toHaveLength(100);
});

test('[SAVE-1] what is accepted and not yet durable counts as unsent, and is not sent again', () => {
  const world = new World({ isDurable: false });
  const ana = world.joined();
  const bo = world.joined();
  const id = draw(ana);
  world.pass(1_000);
  expect(visible(bo)).toEqual([id]);
  const sent = world.hub.accepted.length;
  expect(ana.status().unsent).toBe(1);
  world.hub.cut();
  world.pass(3_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, unsent: 1 });
  world.hub.save();
  world.pass(300);
  expect(ana.status()).toMatchObject({ unsent: 0, persistence: { mode: 'lmdb' } });
  expect(world.hub.accepted).toHaveLength(sent);
});

test.each([
  { when: 'was seen back', passMs: 1_000 },
  { when: 'was not seen back', passMs: 190 },
])('[SAVE-5] what a hub had stored when it was killed is unsent no more, if it $when', ({ passMs }) => {
  const world = new World({ isDurable: false });
  const ana = world.joined();
  world.hub.weather.delayMs = () => 100;
  const old = ana.status().instance?.id as InstanceId;
  draw(ana);
  world.pass(passMs);
  expect(ana.status().unsent).toBeGreaterThan(0);
  expect(world.hub.seq).toBeGreaterThan(0);
  world.hub.cut();
  const stored = [[old, world.hub.seq]] as const;
  world.hub.weather.welcome = { stored };
  world.pass(3_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 });
  // And nothing else: what comes now waits for the store again.
  draw(ana);
  world.pass(1_000);
  expect(ana.status().unsent).toBeGreaterThan(0);
});

test.each([1, 2])(
  '[SAVE-5] what a killed hub had stored without its number (%i batches) is unsent no more, though no hub can call that number durable',
  (unnumbered) => {
    const world = new World({ isDurable: false });
    const ana = world.joined();
    world.hub.weather.delayMs = () => 100;
    const old = ana.status().instance?.id as InstanceId;
    const pen = new Pen(ana);
    for (let i = 0; i < 4; i++) {
      world.pass(20);
      pen.move();
    }
    pen.lift();
    world.pass(170);
    const { seq } = world.hub;
    expect(seq).toBeGreaterThan(unnumbered + 1);
    world.hub.weather.welcome = { stored: [[old, seq - unnumbered]] };
    world.hub.restartFromStore(unnumbered);
    world.pass(3_000);
    world.hub.save();
    world.pass(1_000);
    expect(ana.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0, refused: undefined });
    expect(world.hub.replica.board.get(pen.id)).toMatchObject({ pointCount: pen.count, ended: true });
  },
);

test('after a session of the same client took the place, this one does not fight for it', () => {
  const world = new World();
  const ana = world.joined();
  world.hub.closeAll('Server returned an error on close: Connection closed with an error. HubException: join.replaced: x');
  world.pass(60_000);
  expect(ana.status().state).toEqual({ phase: 'refused', code: 'join.replaced' });
});

test('[PRS-4] a line that falls silent between the question to be let in and its answer costs nobody their place', () => {
  const world = new World();
  const [ana, ben] = [world.joined(), world.joined()];
  world.pass(1_000);
  const seen: number[] = [];
  ben.onPresence(() => seen.push(ben.members().length));
  // Ana's line is given up. The hub lets her in on the next one, and its answer is lost; so it is on the one after that.
  world.hub.silence((index) => index === 0);
  let answersToLose = 2;
  world.hub.weather.joined = () => {
    if (answersToLose-- > 0) world.hub.silence((index) => index > 1);
  };
  world.pass(60_000);
  expect(answersToLose).toBeLessThan(0);
  expect(ana.status().state.phase).toBe('live');
  expect(seen.filter((others) => others !== 1)).toEqual([]);
});

test('[PRS-4] after a drop of seconds, which is shown, everything that was drawn arrives once, and the others saw nobody leave', () => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  const seen = new Set<number>();
  bo.onPresence(() => seen.add(bo.members().length));
  const pen = new Pen(ana);
  world.pass(50);
  world.hub.drop(4_000, (i) => i === 0);
  expect(ana.status().state.phase).toBe('connecting');
  const before = world.hub.pushes.length;
  for (let i = 0; i < 60; i++) {
    pen.move();
    world.pass(50);
  }
  pen.lift();
  expect(world.hub.pushes.length - before).toBeLessThanOrEqual(1);
  const others = draw(bo);
  world.pass(3_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 });
  expect(bo.board().get(pen.id)).toMatchObject({ pointCount: pen.count, ended: true });
  expect(visible(ana)).toEqual([pen.id, others].sort());
  expect([...seen].filter((people) => people !== 1)).toEqual([]);
});

test('after a drop of a minute nothing is lost, either', () => {
  const world = new World();
  const ana = world.joined();
  world.hub.drop(60_000);
  const id = draw(ana);
  world.pass(59_000);
  expect(ana.status().state).toMatchObject({ phase: 'connecting' });
  world.pass(12_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 });
  expect(world.hub.replica.board.get(id)?.ended).toBe(true);
});

test('a line that falls silent is shown within two seconds, with nothing given up before it is dead', () => {
  const world = new World();
  const ana = world.joined();
  world.pass(5_000);
  world.hub.silence();
  const at = world.clock.mono();
  let shownAt: number | undefined;
  ana.onStatus(({ state }) => {
    if (state.phase === 'connecting') shownAt ??= world.clock.mono();
  });
  world.pass(2_000);
  expect(shownAt).toBeDefined();
  expect((shownAt ?? 0) - at).toBeLessThan(2_000);
  expect(ana.status().state).toMatchObject({ phase: 'connecting', attempt: 0 });
  world.pass(4_000);
  expect(ana.status().state.phase).toBe('live');
});

test('a change of name while the line is down is made when it is back', () => {
  const world = new World();
  const ana = world.joined('Ana');
  const bo = world.joined('Bo');
  world.hub.drop(2_000, (i) => i === 0);
  world.pass(100);
  ana.changeProfile({ name: 'Anna' });
  world.pass(3_000);
  expect(ana.status().state.phase).toBe('live');
  expect(bo.members().map(({ name }) => name)).toEqual(['Anna']);
});

test('[CLS-1] who was told that the hub ends comes back in the window that it named, each at a moment of their own', () => {
  const world = new World();
  const people = Array.from({ length: 12 }, () => world.joined());
  const joinedAt: number[] = [];
  world.hub.weather.joined = () => joinedAt.push(world.clock.mono());
  world.hub.notify({ kind: 'draining', returnInMs: 3_000 });
  world.pass(50);
  const id = draw(people[0] as (typeof people)[0]);
  world.pass(100);
  expect(world.hub.replica.board.get(id)?.ended).toBe(true);
  const at = world.clock.mono();
  world.hub.closeAll('Server is shutting down');
  world.pass(4_000);
  expect(people.map((person) => person.status().state.phase)).toEqual(people.map(() => 'live'));
  const after = joinedAt.map((time) => time - at);
  expect(Math.max(...after)).toBeGreaterThan(1_000);
  expect(Math.max(...after)).toBeLessThan(3_100);
  expect(new Set(after).size).toBe(people.length);
});

test('a hub that is away for long is found again at a growing interval, which begins small after the hurry of the first seconds', () => {
  const world = new World();
  const ana = world.joined();
  world.pass(2_000);
  const found = (awayMs: number): number => {
    world.hub.drop(awayMs);
    world.pass(awayMs);
    const from = world.clock.mono();
    while (ana.status().state.phase !== 'live' && world.clock.mono() - from < 20_000) world.pass(10);
    const tookMs = world.clock.mono() - from;
    world.pass(40_000);
    return tookMs;
  };
  expect(found(5_000)).toBeLessThan(1_100);
  expect(found(11_000)).toBeLessThan(1_100);
  expect(found(14_000)).toBeLessThan(2_100);
  expect(found(90_000)).toBeLessThan(10_100);
});
