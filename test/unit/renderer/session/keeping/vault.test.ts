import { expect, test } from 'vitest';
import { clientIdOf, type ElementId } from '../../../../../core/board/ids.ts';
import { HEAD_PART } from '../../../../../core/contract/desktop/vault-part-names.ts';
import { decodeSnapshot } from '../../../../../core/room/snapshot/snapshot.ts';
import type { MemoryVaults } from '../../../../../renderer/session/keeping/memory-vault.ts';
import type { Vault } from '../../../../../renderer/session/keeping/vault.ts';
import { isUsable, LOST_PART, readVault } from '../../../../../renderer/session/keeping/vault-parts.ts';
import type { Session } from '../../../../../renderer/session/session.ts';
import { draw, Pen, place, remove, visible, World } from '../world.ts';

/** A session with a vault, in the room. */
function joinedWith(world: World, vault: Vault): Session {
  const session = world.person('ana', vault);
  session.start();
  world.pass(200);
  return session;
}

/** The page is gone without a word; the next one opens what is left. */
function crash(world: World, vaults: MemoryVaults, session: Session): Session {
  world.crash(vaults, session);
  session.dispose();
  return joinedWith(world, vaults.open());
}

/** Counts the writes that touch a batch, and can make them fail. */
function watched(vault: Vault): { readonly vault: Vault; batchWrites: number; fails: boolean } {
  const watch = {
    batchWrites: 0,
    fails: false,
    vault: {
      ...vault,
      write(changes, written) {
        if ([...changes.keys()].some((name) => name.startsWith('b'))) watch.batchWrites++;
        if (watch.fails) written('QuotaExceededError');
        else vault.write(changes, written);
      },
    } satisfies Vault,
  };
  return watch;
}

test('what is answered quickly is never written', () => {
  const world = new World();
  const watch = watched(world.vaults().open());
  const ana = joinedWith(world, watch.vault);
  for (let i = 0; i < 30; i++) {
    draw(ana);
    world.pass(90);
  }
  expect(ana.status()).toMatchObject({ unsent: 0, outboxKept: 'device' });
  expect(watch.batchWrites).toBe(0);
});

test('what is not is in the vault a quarter of a second later, with the client id and the epoch', () => {
  const world = new World();
  const vaults = world.vaults();
  const ana = joinedWith(world, vaults.open());
  const { epoch } = ana.status();
  world.hub.weather.isDown = true;
  world.hub.cut();
  world.pass(20);
  draw(ana);
  world.pass(250);
  world.crash(vaults, ana);
  const left = vaults.open();
  const kept = readVault(left);
  expect(kept?.secret && clientIdOf(kept.secret)).toBe(ana.clientId);
  expect(kept).toMatchObject({ epoch, damaged: [], lost: undefined });
  expect(readVault(left)?.batches.length).toBeGreaterThan(0);
});

test('unsent ink is on the board at once after a reload, before any hub is reached, and goes on its way with the same client id', () => {
  const world = new World();
  const vaults = world.vaults();
  const ana = joinedWith(world, vaults.open());
  const sent = draw(ana);
  world.pass(300);
  world.hub.weather.isDown = true;
  world.hub.cut();
  const unsent = [draw(ana), draw(ana)];
  world.pass(300);
  const again = crash(world, vaults, ana);
  expect(again.clientId).toBe(ana.clientId);
  expect(visible(again)).toEqual([...unsent].sort());
  expect(again.status().unsent).toBeGreaterThan(0);
  expect(again.status().oldestUnsentMs).toBeGreaterThan(300);
  world.hub.weather.isDown = false;
  world.pass(60_000);
  expect(visible(again)).toEqual([sent, ...unsent].sort());
  expect(world.hub.replica.board.aliveCount).toBe(3);
  expect(world.hub.memberCount).toBe(1);
});

test('a number that was given to an element is never given to another one', () => {
  const world = new World();
  const vaults = world.vaults();
  const seen = new Set<ElementId>();
  let ana = joinedWith(world, vaults.open());
  for (let life = 0; life < 5; life++) {
    for (let i = 0; i < 200; i++) {
      const id = ana.newElementId();
      expect(seen.has(id)).toBe(false);
      seen.add(id);
    }
    world.pass(20);
    ana = crash(world, vaults, ana);
  }
});

test('nor when the storage takes nothing any more', () => {
  const world = new World();
  const vaults = world.vaults();
  const watch = watched(vaults.open());
  const ana = joinedWith(world, watch.vault);
  watch.fails = true;
  const seen = new Set(Array.from({ length: 2_000 }, () => ana.newElementId()));
  const again = crash(world, vaults, ana);
  expect(again.clientId).toBe(ana.clientId);
  for (let i = 0; i < 2_000; i++) expect(seen.has(again.newElementId())).toBe(false);
});

test('storage that fails is said to be so and tried again; until then nothing is lost that the page can keep', () => {
  const world = new World();
  const vaults = world.vaults();
  const watch = watched(vaults.open());
  const ana = joinedWith(world, watch.vault);
  world.hub.weather.isDown = true;
  world.hub.cut();
  watch.fails = true;
  const id = draw(ana);
  world.pass(500);
  expect(ana.status().outboxKept).toBe('memory');
  watch.fails = false;
  world.pass(60_000);
  expect(ana.status().outboxKept).toBe('device');
  const again = crash(world, vaults, ana);
  expect(visible(again)).toEqual([id]);
});

test('storage that fails at the first write keeps nobody from drawing: it is said, and tried again', () => {
  const world = new World();
  const watch = watched(world.vaults().open());
  watch.fails = true;
  const ana = joinedWith(world, watch.vault);
  const id = draw(ana);
  expect(visible(ana)).toEqual([id]);
  expect(ana.status().outboxKept).toBe('memory');
  watch.fails = false;
  world.pass(60_000);
  expect(ana.status().outboxKept).toBe('device');
});

test('a part that is damaged is set aside, and the rest is used', () => {
  const world = new World();
  const vaults = world.vaults(0);
  const ana = joinedWith(world, vaults.open());
  world.hub.weather.isDown = true;
  world.hub.cut();
  const [first, second] = [draw(ana), draw(ana)];
  world.pass(300);
  world.crash(vaults, ana);
  const left = vaults.open();
  const parts = new Map(left.found);
  const batches = [...parts.keys()].filter((name) => name.startsWith('b')).sort();
  const name = batches[0] ?? '';
  parts.set(
    name,
    (parts.get(name) ?? new Uint8Array()).map((byte, i) => (i === 9 ? byte ^ 0x55 : byte)),
  );
  const again = joinedWith(world, { ...left, found: parts });
  expect(visible(again)).toEqual([second]);
  world.pass(300);
  again.dispose();
  world.pass(300);
  const kept = vaults.open();
  expect([...kept.found.keys()]).toContain(`x${name}`);
  expect(kept.found.has(name)).toBe(false);
  expect(first).toBeDefined();
});

test('a vault whose numbers are not known is left alone: somebody new begins', () => {
  const world = new World();
  const vaults = world.vaults(0);
  const ana = joinedWith(world, vaults.open());
  draw(ana);
  world.pass(300);
  ana.dispose();
  world.pass(100);
  const left = vaults.open();
  const damaged = new Map([...left.found, [HEAD_PART, new Uint8Array([1, 2, 3, 4, 5])] as const]);
  expect(isUsable(damaged)).toBe(false);
  const other = joinedWith(world, { ...left, found: damaged });
  expect(other.clientId).not.toBe(ana.clientId);
  expect(other.status().outboxKept).toBe('memory');
});

test('a stroke that was half drawn when the page went is finished as far as it came', () => {
  const world = new World();
  const vaults = world.vaults();
  const ana = joinedWith(world, vaults.open());
  const pen = new Pen(ana);
  pen.move();
  world.pass(300);
  const again = crash(world, vaults, ana);
  world.pass(500);
  expect(world.hub.replica.board.get(pen.id)).toMatchObject({ ended: true, pointCount: pen.count });
  expect(again.board().get(pen.id)).toMatchObject({ ended: true, pointCount: pen.count });
});

test('a finished stroke of which the lost hub had the beginning is whole in the lost copy', () => {
  const world = new World();
  const vaults = world.vaults();
  const ana = joinedWith(world, vaults.open());
  const pen = new Pen(ana, 5);
  pen.move(6);
  world.pass(300);
  world.hub.weather.isDown = true;
  world.hub.cut();
  pen.move(7);
  pen.lift();
  world.pass(300);
  world.hub.restart();
  world.hub.weather.isDown = false;
  const again = crash(world, vaults, ana);
  world.pass(5_000);
  expect(again.status()).toMatchObject({ elements: 0, lostCopy: { elements: 1 } });
  again.resolveLostCopy('restore');
  world.pass(500);
  expect(world.hub.replica.board.get(pen.id)).toMatchObject({ alive: true, ended: true, pointCount: 18 });
  again.takeBack();
  world.pass(500);
  expect(world.hub.replica.board.get(pen.id)?.alive).toBe(false);
});

test.each(['restore', 'discard'] as const)(
  'the lost copy waits over a crash for the decision, and %s takes it out of the vault',
  (choice) => {
    const world = new World();
    const vaults = world.vaults();
    const ana = joinedWith(world, vaults.open());
    const id = draw(ana);
    world.pass(300);
    world.hub.restart();
    world.pass(5_000);
    expect(ana.status().lostCopy?.elements).toBe(1);
    const again = crash(world, vaults, ana);
    expect(again.status().lostCopy).toMatchObject({ elements: 1, upTo: ana.status().lostCopy?.upTo });
    const file = decodeSnapshot(again.copyBytes());
    expect(file.ok && file.value.states.map((state) => state.id)).toEqual([id]);
    again.resolveLostCopy(choice);
    world.pass(1_000);
    expect(world.hub.replica.board.aliveCount).toBe(choice === 'restore' ? 1 : 0);
    world.crash(vaults, again);
    expect(vaults.open().found.has(LOST_PART)).toBe(false);
  },
);

test('leaving writes what is left and gives the identity back', () => {
  const world = new World();
  const vaults = world.vaults();
  const ana = joinedWith(world, vaults.open());
  world.hub.weather.isDown = true;
  world.hub.cut();
  const id = draw(ana);
  ana.dispose();
  world.pass(50);
  const again = joinedWith(world, vaults.open());
  expect(again.clientId).toBe(ana.clientId);
  expect(visible(again)).toEqual([id]);
});

test('two sessions with vaults of one device are two people', () => {
  const world = new World();
  const vaults = world.vaults();
  const [ana, ben] = [joinedWith(world, vaults.open()), joinedWith(world, vaults.open())];
  expect(ana.clientId).not.toBe(ben.clientId);
  expect(ana.members()).toHaveLength(1);
});

test('who drew while away is told once what came of it, when all of it is settled', () => {
  const world = new World();
  const [ana, ben] = [joinedWith(world, world.vaults().open()), world.joined('ben')];
  draw(ana);
  world.pass(300);
  expect(ana.status().returned).toBeUndefined();
  world.hub.weather.isDown = true;
  world.hub.cut((index) => index === 0);
  world.pass(1_000);
  const [kept, refused] = [draw(ana), draw(ana)];
  draw(ben);
  draw(ben);
  world.pass(9_000);
  expect(ana.status().returned).toBeUndefined();
  world.hub.weather.refuse = ({ ops }) => (ops.some((op) => op.kind === 'add' && op.id === refused) ? 'op.value' : undefined);
  world.hub.weather.isDown = false;
  world.pass(60_000);
  expect(ana.status().returned).toMatchObject({ sent: 1, refused: 1, fromOthers: 2 });
  expect(ana.status().returned?.awayMs).toBeGreaterThan(9_000);
  expect(visible(ana)).toContain(kept);
  const told = ana.status().returned;
  draw(ana);
  world.pass(1_000);
  expect(ana.status().returned).toBe(told);
});

test('after a reload it is told, too, counted from when the hub went away', () => {
  const world = new World({ logBatches: 1 });
  const vaults = world.vaults();
  const [ana, ben] = [joinedWith(world, vaults.open()), world.joined('ben')];
  const theirs = draw(ben);
  draw(ben);
  world.pass(300);
  world.hub.weather.isDown = true;
  world.hub.cut((index) => index === 0);
  world.pass(2_000);
  draw(ana);
  draw(ben);
  place(ben, theirs, 77);
  world.pass(2_000);
  const again = crash(world, vaults, ana);
  world.pass(5_000);
  world.hub.weather.isDown = false;
  world.pass(60_000);
  expect(again.status().returned).toMatchObject({ sent: 1, refused: 0, fromOthers: 2 });
  expect(again.status().returned?.awayMs).toBeGreaterThan(9_000);
});

test('who drew nothing while away is told nothing', () => {
  const world = new World();
  const [ana, ben] = [world.joined(), world.joined()];
  const id = draw(ben);
  world.pass(300);
  world.hub.weather.isDown = true;
  world.hub.cut((index) => index === 0);
  world.pass(5_000);
  remove(ben, id);
  world.hub.weather.isDown = false;
  world.pass(60_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, returned: undefined });
});
