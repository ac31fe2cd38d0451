import fc from 'fast-check';
import { expect, test } from 'vitest';
import { silentLog } from '../../../../core/base/host.ts';
import { elementId } from '../../../../core/board/ids.ts';
import { OpCode } from '../../../../core/board/op.ts';
import { CONTRACT_VERSION, HubMethod } from '../../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import type { WireValue } from '../../../../core/wire/wire-value.ts';
import { createSession } from '../../../../renderer/session/board-session.ts';
import { codeIn } from '../../../../renderer/session/link/code-in.ts';
import type { HubClient, HubEvent } from '../../../../renderer/session/link/hub-port.ts';
import type { Session } from '../../../../renderer/session/session.ts';
import { CatchUpReader } from '../../../../renderer/session/sync/catch-up-reader.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { runSeed, runs, seededRandom } from '../../../support/seeded.ts';
import { draw, Pen, ROOM, visible, World } from './world.ts';

/** A hub that says what the test wants, and notes what it was asked. */
class Puppet {
  readonly clock = new FakeClock();
  readonly asked: string[] = [];
  /** The arguments of each `push`. */
  readonly pushes: (readonly WireValue[])[] = [];
  tell: (event: HubEvent) => void = () => undefined;
  readonly session: Session;

  constructor(seed = 1) {
    const note = (method: string) => (): void => {
      this.asked.push(method);
    };
    const client: HubClient = {
      transport: 'puppet',
      // It never says anything of itself.
      heartbeatMs: Number.POSITIVE_INFINITY,
      join: note(HubMethod.join),
      catchUp: note(HubMethod.catchUp),
      push: (args) => {
        this.pushes.push(args);
        this.asked.push(HubMethod.push);
      },
      act: () => Promise.reject(new Error('host.needed: this hub has no hosts')),
      leave: note(HubMethod.leave),
      close: note('close'),
    };
    this.session = createSession({
      room: ROOM,
      name: 'Ana',
      color: 1,
      clock: this.clock,
      random: seededRandom(seed),
      log: silentLog,
      connect: (tell) => {
        this.tell = tell;
        return client;
      },
    });
    this.session.start();
    this.tell({ kind: 'open' });
  }

  welcome(change: object = {}): void {
    const epoch = 'epoch______';
    const you = { no: 1, clientId: this.session.clientId, name: 'Ana', color: 1 };
    const welcome = {
      version: CONTRACT_VERSION,
      room: ROOM,
      epoch,
      origin: 'origin_____',
      vector: [],
      you,
      members: [you],
      role: 'edit',
      persistence: { mode: 'none', since: 1 },
      lastN: 0,
      catchUp: 'none',
      frameMs: 16,
      instanceName: 'puppet',
      elements: 0,
    };
    this.tell({ kind: 'welcome', welcome: { ...welcome, ...change } });
  }
}

test.each([
  ['no map', { version: undefined }, 'join.version'],
  ['of contract 1', { version: 1 }, 'join.version'],
  ['two versions ahead', { version: CONTRACT_VERSION + 2 }, 'join.version'],
  ['for another room', { room: 'elsewhere' }, 'frame.malformed'],
  ['with an epoch that is none', { epoch: '<script>' }, 'frame.malformed'],
  ['with a vector that is none', { vector: [['x', -1]] }, 'frame.malformed'],
  ['without members', { members: 7 }, 'frame.malformed'],
  ['with an unknown role', { role: 'king' }, 'frame.malformed'],
  ['with an unknown way of keeping', { persistence: { mode: 'stone', since: 1 } }, 'frame.malformed'],
  ['with a number that is none', { lastN: Number.NaN }, 'frame.malformed'],
])('a welcome %s is refused with the reason', (_, change, code) => {
  const puppet = new Puppet();
  puppet.welcome(change);
  expect(puppet.session.status().state).toEqual({ phase: 'refused', code });
});

test('a proper welcome to an empty room is live at once', () => {
  const puppet = new Puppet();
  puppet.welcome();
  expect(puppet.session.status().state.phase).toBe('live');
  expect(puppet.asked).toEqual([HubMethod.join]);
});

test('of an endless name of a hub no more is kept than a hub may have', () => {
  const puppet = new Puppet();
  puppet.welcome({ instanceName: 'x'.repeat(1_000_000) });
  expect(puppet.session.status().instance?.name.length).toBe(LIMITS.instanceNameChars);
});

test('somebody who fell silent and was heard again within one frame is here; who came and went is not', () => {
  const puppet = new Puppet();
  puppet.welcome();
  const bo = [7, 'bo_________', 'Bo', 3];
  const cy = [8, 'cy_________', 'Cy', 4];
  puppet.tell({ kind: 'frame', frame: [1, 0, [], [], [bo]] });
  puppet.tell({ kind: 'frame', frame: [1, 0, [], [], [[7], bo, cy, [8]]] });
  expect(puppet.session.members().map(({ name }) => name)).toEqual(['Bo']);
});

test('[ADM-2] a batch that another session wrote under this client id settles no own one, which is sent under another n', () => {
  const puppet = new Puppet();
  const { session } = puppet;
  puppet.welcome();
  // What is drawn now waits for four seconds.
  puppet.tell({ kind: 'notice', notice: { kind: 'readOnly', code: 'room.read_only' } });
  const own = draw(session);
  expect(session.status().unsent).toBe(1);
  puppet.tell({ kind: 'frame', frame: [1, 0, [1, 1, [OpCode.add, 900, 1, 1, 'a1', 0, 0, 1, 16, 0]]] });
  expect(visible(session), 'the foreign one is on the board').toEqual([elementId(session.clientId, 900), own].sort());
  expect(session.status().unsent).toBe(1);
  puppet.clock.advance(5_000);
  expect(puppet.pushes.map(([n]) => n)).toEqual([2]);
});

test('a version and a notice that have no text do no harm', () => {
  const puppet = new Puppet();
  puppet.welcome();
  puppet.tell({ kind: 'notice', notice: { kind: { toString: 1 } } });
  expect(puppet.session.status().state.phase).toBe('live');
  const other = new Puppet();
  other.welcome({ version: { toString: 1 } });
  expect(other.session.status().state).toEqual({ phase: 'refused', code: 'join.version' });
});

test('a pointer of somebody who has left is not kept for their return', () => {
  const puppet = new Puppet();
  puppet.welcome();
  const id = 'bo_________';
  const stroke = [OpCode.add, 1, 1, 1, 'a1', 160, 0, 1, 16, 0];
  // The author has left: the frame names it by its whole id.
  puppet.tell({ kind: 'frame', frame: [1, 0, [id, 1, [stroke, [OpCode.append, 1, 0, Uint8Array.of(2, 2)]]]] });
  expect(puppet.session.board().aliveCount).toBe(1);
  puppet.tell({ kind: 'frame', frame: [2, 0, [], [], [[7, id, 'Bo', 3]]] });
  expect(puppet.session.members()).toMatchObject([{ name: 'Bo', cursor: undefined }]);
});

test('frames that cannot be read are asked for, a few times, and then the hub is not trusted', () => {
  const puppet = new Puppet();
  puppet.welcome();
  for (let i = 0; i < 3; i++) puppet.tell({ kind: 'frame', frame: 'nonsense' });
  expect(puppet.session.status().state.phase).toBe('live');
  puppet.tell({ kind: 'frame', frame: [-1] });
  expect(puppet.session.status().state).toEqual({ phase: 'refused', code: 'frame.malformed' });
});

test('a hub whose catch-up never reaches what it says it has is left for another attempt', () => {
  const puppet = new Puppet();
  puppet.welcome({ vector: [['origin_____', 9]] });
  const end = { kind: 'end', vector: [], members: [] };
  for (let i = 0; i < 20 && puppet.session.status().state.phase === 'joining'; i++) {
    puppet.tell({
      kind: 'item',
      item: { kind: 'start', how: 'delta', epoch: 'epoch______', id: 'a', at: 0, bytes: 0, elements: 0 },
    });
    puppet.tell({ kind: 'item', item: end });
    puppet.tell({ kind: 'caughtUp' });
  }
  expect(puppet.session.status().state.phase).toBe('connecting');
  expect(puppet.asked.filter((method) => method === HubMethod.catchUp)).toHaveLength(5);
});

test('nothing that a hub can say throws, and own work is still here afterwards', () => {
  const anything = fc.anything({ withTypedArray: true, maxDepth: 3 });
  const kinds = [
    'welcome',
    'joinRefused',
    'item',
    'caughtUp',
    'catchUpFailed',
    'frame',
    'refused',
    'notice',
    'heard',
    'open',
    'closed',
  ] as const;
  const plausible = fc.oneof(
    anything,
    fc.constantFrom<unknown>(1, 'batch.gap', 'op.value', null, [], 0, 'epoch______', 'origin_____'),
  );
  const event = fc.record({ kind: fc.constantFrom(...kinds), value: anything, args: fc.array(plausible, { maxLength: 6 }) });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), fc.boolean(), (events, welcomed) => {
      const puppet = new Puppet();
      if (welcomed) puppet.welcome();
      const pen = new Pen(puppet.session);
      const refused = new Set<unknown>();
      for (const { kind, value, args } of events) {
        if (kind === 'refused') refused.add(args[0]);
        const fields = { welcome: value, item: value, notice: value, args, code: undefined, reason: undefined };
        puppet.tell({ kind, ...fields } as HubEvent);
        puppet.clock.advance(40);
      }
      // Only a refusal of its batch takes a stroke away.
      if (!refused.has(1)) expect(puppet.session.board().get(pen.id)?.pointCount).toBe(3);
      puppet.session.dispose();
    }),
    { numRuns: runs(500, 20_000), seed: runSeed() },
  );
});

test('[OPS-7] no stream of catch-up items throws', () => {
  const item = fc.oneof(
    fc.anything({ withTypedArray: true, maxDepth: 2 }),
    fc.record({
      kind: fc.constant('start'),
      how: fc.constantFrom('suffix', 'delta', 'snapshot'),
      epoch: fc.constant('epoch______'),
      bytes: fc.nat(),
    }),
    fc.record({ kind: fc.constant('chunk'), bytes: fc.uint8Array({ maxLength: 40 }) }),
    fc.record({ kind: fc.constant('end'), vector: fc.constant([]), members: fc.constant([]) }),
  );
  fc.assert(
    fc.property(fc.array(item, { maxLength: 8 }), (items) => {
      const reader = new CatchUpReader();
      for (const one of items) reader.item(one);
      const result = reader.finish();
      if (result.ok) expect(result.value.how).toMatch(/suffix|delta|snapshot/);
      else expect(result.error.code).toMatch(/\./);
    }),
    { numRuns: runs(1_000, 20_000), seed: runSeed() },
  );
});

test('a catch-up whose items come out of order is refused', () => {
  const reader = new CatchUpReader();
  expect(reader.item({ kind: 'chunk', bytes: new Uint8Array(3) }).ok).toBe(false);
  expect(reader.item({ kind: 'end', vector: [], members: [] }).ok).toBe(false);
  expect(reader.finish().ok).toBe(false);
});

test('[HS-5] the code is found in what SignalR makes of a hub error', () => {
  expect(codeIn("An unexpected error occurred invoking 'join' on the server. HubException: room.full: The room is full.")).toBe(
    'room.full',
  );
  expect(codeIn('Server returned an error on close: Connection closed with an error. HubException: rate.messages: x')).toBe(
    'rate.messages',
  );
  expect(codeIn('WebSocket failed to connect. example.com said no.')).toBeUndefined();
  expect(codeIn(undefined)).toBeUndefined();
});

test('an old connection has nothing more to say', () => {
  const world = new World();
  const tells: ((event: HubEvent) => void)[] = [];
  const session = createSession({
    room: ROOM,
    name: 'Ana',
    color: 1,
    clock: world.clock,
    random: seededRandom(5),
    log: silentLog,
    connect: (tell, host) => {
      tells.push(tell);
      return world.hub.connect(tell, host);
    },
  });
  session.start();
  world.pass(100);
  world.hub.cut();
  world.pass(1_000);
  const id = draw(session);
  tells[0]?.({ kind: 'closed', reason: undefined });
  tells[0]?.({ kind: 'refused', args: [1, 'op.value'] });
  world.pass(300);
  expect(session.status().state.phase).toBe('live');
  expect(visible(session)).toEqual([id]);
});
