import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { newClientSecret } from '../../core/board/ids.ts';
import { CONTRACT_VERSION } from '../../core/contract/hub-contract.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type LiveHub, liveHub } from './live-hub.ts';
import { connectRaw, framed, prefixed, type RawConnection } from './raw-connection.ts';
import { RoomClient } from './room-client.ts';

let hub: LiveHub;
/** Somebody honest in the same room: nothing that the others do may show here. */
let watcher: RoomClient;
let raws: RawConnection[] = [];

beforeEach(async () => {
  hub = await liveHub();
  watcher = await RoomClient.join(hub.server, { name: 'Watcher' });
});
afterEach(async () => {
  for (const raw of raws) raw.end();
  raws = [];
  await hub.stop();
});

async function raw(): Promise<RawConnection> {
  const connection = await connectRaw(hub.server);
  raws.push(connection);
  return connection;
}

const request = (over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  version: CONTRACT_VERSION,
  room: 'room-1',
  secret: newClientSecret(nodeRandom),
  name: 'Mallory',
  color: 2,
  ...over,
});

async function rawInRoom(): Promise<RawConnection> {
  const connection = await raw();
  connection.ask('join', 'join', [request()]);
  await eventually(() => expect(connection.messages.some(([type]) => type === 3)).toBe(true));
  return connection;
}

/** Codes of the `refused` messages that came. */
const refusedCodes = (connection: RawConnection): unknown[] =>
  connection.messages.filter((message) => message[3] === 'refused').map((message) => (message[4] as unknown[])[1]);

/** The watcher draws and sees its own stroke: the hub is well, and nobody else has put anything on the board. */
async function expectUnharmed(elements = 1): Promise<void> {
  const n = watcher.echoedN + 1;
  await watcher.stock.send('p', n, [1, n, n, 1, `a${n}V`, 0, 0, 2, 56, 0]);
  await eventually(() => expect(watcher.echoedN).toBe(n));
  expect(watcher.replica.board.elementCount).toBe(elements);
}

describe('joining', () => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    ['a room name with a path in it', { room: '../../etc/passwd' }, 'room_id.bad_character'],
    ['a room name of the prototype kind', { room: '__proto__!' }, 'room_id.bad_character'],
    ['a room name that is too long', { room: 'r'.repeat(1_000) }, 'room_id.too_long'],
    ['a room name that is no text', { room: { toString: 'x' } }, 'room_id.not_text'],
    ['a secret that is none', { secret: '***********' }, 'client_id.malformed'],
    ['a name as long as a book', { name: 'n'.repeat(10_000) }, 'join.name'],
    ['a contract version from the future', { version: 99 }, 'join.version'],
    ['an access token that is no text', { access: [1, 2] }, 'join.malformed'],
    ['a vector with a negative seq', { have: { epoch: 'AAAAAAAAAAA', vector: [['AAAAAAAAAAA', -1]] } }, 'join.malformed'],
  ];

  test('[HS-9] surplus arguments are refused, for every method that takes a fixed number', async () => {
    const mallory = await raw();
    const calls: readonly (readonly [method: string, args: readonly unknown[]])[] = [
      ['join', [request(), 1]],
      ['join', []],
      ['join', [7, 8, 9]],
      ['leave', [1]],
    ];
    for (const [i, [method, args]] of calls.entries()) {
      mallory.ask(String(i), method, args);
      await eventually(() =>
        expect(mallory.messages[i]?.slice(3)).toEqual([1, `Failed to invoke '${method}' due to an error on the server.`]),
      );
    }
    // Nobody has joined by them.
    mallory.ask('9', 'join', [request()]);
    await eventually(() => expect(mallory.messages[calls.length]?.slice(0, 4)).toEqual([3, {}, '9', 3]));
    await expect(watcher.stock.stream('catchUp', {}, 1)).rejects.toThrow("Failed to invoke 'catchUp'");
  });

  test('[ADM-13] a long call that carries no batches fails unread, and the connection lives', async () => {
    const mallory = await raw();
    const wide = Object.fromEntries(Array.from({ length: 4_000 }, (_, i) => [`key${i}`, i]));
    const calls = ['join', 'leave', 'act'] as const;
    for (const [i, method] of calls.entries()) {
      mallory.ask(String(i), method, [{ ...request(), ...wide }]);
      await eventually(() =>
        expect(mallory.messages[i]?.slice(3)).toEqual([1, `Failed to invoke '${method}' due to an error on the server.`]),
      );
    }
    mallory.ask('9', 'join', [request()]);
    await eventually(() => expect(mallory.messages[calls.length]?.slice(0, 4)).toEqual([3, {}, '9', 3]));
    await expectUnharmed();
  });

  test.each(cases)('[HS-5] %s: the code in the error, a log line, the connection lives', async (_, over, code) => {
    const mallory = await raw();
    mallory.ask('1', 'join', [request(over as Record<string, unknown>)]);
    await eventually(() => expect(mallory.messages[0]?.[4]).toContain(`HubException: ${code}: `));
    expect(hub.logged.some(({ event, fields }) => event === 'join.refused' && fields.code === code)).toBe(true);
    mallory.ask('2', 'join', [request({ room: 'elsewhere' })]);
    await eventually(() => expect(mallory.messages[1]?.slice(0, 4)).toEqual([3, {}, '2', 3]));
    await expectUnharmed();
  });

  test.each([[[null]], [['room-1']], [[[1, 2]]], [[7]]])('[HS-5] the arguments %j are no request', async (args) => {
    const mallory = await raw();
    mallory.ask('1', 'join', args);
    await eventually(() => expect(mallory.messages[0]?.[4]).toContain('join.malformed: '));
    await expectUnharmed();
  });

  test('rooms with the names of prototype members are rooms like others', async () => {
    for (const room of ['constructor', '__proto__', 'toString']) {
      const client = await RoomClient.join(hub.server, { room });
      expect(client.welcome).toMatchObject({ room, elements: 0 });
      await client.stock.stop();
    }
    await expectUnharmed();
  });
});

describe('calling', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'f', 'refused', '', 'joinn'])(
    'a method named %j does not exist, and asking for it changes nothing',
    async (target) => {
      const mallory = await rawInRoom();
      const before = mallory.messages.length;
      mallory.ask('x', target, [1]);
      await eventually(() =>
        expect(mallory.messages.slice(before).find((message) => message[2] === 'x')?.[4]).toContain('does not exist'),
      );
      await expectUnharmed();
    },
  );

  test('[ADM-4] a push before join closes the connection with the reason', async () => {
    const mallory = await raw();
    mallory.invoke('p', [1, [5, 1, 1]]);
    await mallory.ended;
    expect(mallory.closeError()).toMatch(/^join\.needed: /);
    expect(hub.logged.some(({ event }) => event === 'push.before_join')).toBe(true);
    await expectUnharmed();
  });

  test('a message beyond the limit closes the connection and is told in the log', async () => {
    const mallory = await rawInRoom();
    mallory.invoke('p', [1, [4, 1, 0, new Uint8Array(LIMITS.messageBytes + 1)]]);
    await mallory.ended;
    expect(
      hub.logged.some(({ event, fields }) => /connection/.test(event) && Object.values(fields).includes('messageTooLarge')),
    ).toBe(true);
    await expectUnharmed();
  });

  test('bytes that are no messages close the connection', async () => {
    const lengthWithoutEnd = Uint8Array.of(255, 255, 255, 255, 255, 255);
    const neverUsedByte = Uint8Array.of(5, 0xc1, 0xc1, 0xc1, 0xc1, 0xc1);
    for (const bytes of [neverUsedByte, lengthWithoutEnd, framed('text')]) {
      const mallory = await rawInRoom();
      mallory.sendBytes(bytes);
      await mallory.ended;
    }
    await expectUnharmed();
  });
});

describe('drawing', () => {
  const add = (k: number): unknown[] => [1, k, k, 1, `a${k}V`, 0, 0, 2, 56, 0];
  const cases: readonly (readonly [string, readonly unknown[], string])[] = [
    ['NaN', [1, [1, 1, 1, 1, 'a1', Number.NaN, 0, 2, 56, 0]], 'op.coordinate'],
    ['an infinite coordinate', [1, [1, 1, 1, 1, 'a1', 0, Number.NEGATIVE_INFINITY, 2, 56, 0]], 'op.coordinate'],
    ['a huge coordinate', [1, [1, 1, 1, 1, 'a1', 1e300, 0, 2, 56, 0]], 'op.coordinate'],
    ['a coordinate of 64 bits', [1, [1, 1, 1, 1, 'a1', 2 ** 53 - 1, 0, 2, 56, 0]], 'op.coordinate'],
    ['an unknown op code', [1, [200, 1, 2]], 'op.unknown_code'],
    ['an op that is a map', [1, { code: 1 }], 'batch.malformed'],
    ['points that are text in bad base64', [1, [[...add(1)], [4, 1, 0, '%%%']]], 'op.malformed'],
    ['points that end in the middle', [1, [add(1), [4, 1, 0, Uint8Array.of(0x80)]]], 'append.malformed'],
    ['an append beyond the end', [1, [add(1), [4, 1, 7, Uint8Array.of(2, 2)]]], 'append.gap'],
    ['an append over points', [1, [add(1), [4, 1, 0, Uint8Array.of(2, 2)], [4, 1, 0, Uint8Array.of(4, 4)]]], 'append.overlap'],
    ['a stroke of somebody else', [1, [1, 'AAAAAAAAAAA.1', 1, 1, 'a1', 0, 0, 2, 56, 0]], 'op.not_yours'],
    ['a cursor at NaN', [0, null, [Number.NaN, 1]], 'presence.malformed'],
    ['nothing', [], 'batch.malformed'],
    ['deep nesting', [1, nested(20)], 'op.malformed'],
  ];

  test.each(cases)('[ADM-5] %s: refused with its code, logged, and not seen by anybody', async (_, args, code) => {
    const mallory = await rawInRoom();
    mallory.invoke('p', args);
    await eventually(() => expect(refusedCodes(mallory)).toEqual([code]));
    expect(hub.logged.some(({ event, fields }) => event === 'batch.refused' && fields.code === code)).toBe(true);
    await expectUnharmed();
    expect(mallory.closeError()).toBeUndefined();
  });

  test('a batch that is half right is not applied at all', async () => {
    const mallory = await rawInRoom();
    mallory.invoke('p', [1, [add(1), add(2), [99]]]);
    await eventually(() => expect(refusedCodes(mallory)).toEqual(['op.unknown_code']));
    await expectUnharmed(1);
  });

  test('ten million points in one stroke: refused beyond the limit, and its sender goes when it does not stop', async () => {
    const mallory = await rawInRoom();
    mallory.invoke('p', [1, add(1)]);
    const chunk = new Uint8Array(2_000);
    for (let i = 0; i < 10_000 && mallory.socket.readyState === mallory.socket.OPEN; i++) {
      mallory.invoke('p', [i + 2, [4, 1, Math.min(i * 1_000, LIMITS.pointsPerStroke), chunk]]);
      if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await mallory.ended;
    expect(refusedCodes(mallory)[0]).toBe('append.too_many_points');
    expect(mallory.closeError()).toMatch(/^rate\./);
    const [stroke] = [...watcher.replica.board.elements()];
    expect(stroke?.pointCount).toBe(LIMITS.pointsPerStroke);
    await expectUnharmed(2);
  });

  test('[ADM-4] a flood of ops is closed with the reason, while the others go on', async () => {
    const mallory = await rawInRoom();
    for (let i = 0; i < 3_000 && mallory.socket.readyState === mallory.socket.OPEN; i++) mallory.invoke('p', [0, null, [i, i]]);
    await expectUnharmed();
    await mallory.ended;
    expect(mallory.closeError()).toMatch(/^rate\.messages: /);
    expect(hub.logged.some(({ event, fields }) => event === 'connection.flooding' && fields.code === 'rate.messages')).toBe(true);
    await expectUnharmed(2);
  });
});

test('calls of methods that do not exist are bounded, and the others do not notice', async () => {
  const mallory = await rawInRoom();
  for (let i = 0; i < 2 * LIMITS.uselessMessagesBurst && mallory.socket.readyState === mallory.socket.OPEN; i++)
    mallory.invoke('nothing', []);
  await mallory.ended;
  expect(mallory.closeError()).toContain('messages.useless: ');
  await expectUnharmed();
});

test('nesting deeper than any reader goes is refused or closed, and the hub lives', async () => {
  const mallory = await rawInRoom();
  // [1, {}, nil, "p", [1, [[[[…]]]]], []]
  const head = Uint8Array.of(0x96, 1, 0x80, 0xc0, 0xa1, 0x70, 0x92, 1);
  mallory.sendBytes(prefixed(Buffer.concat([head, new Uint8Array(100_000).fill(0x91), Uint8Array.of(0xc0, 0x90)])));
  mallory.ask('after', 'leave', []);
  await eventually(() => {
    const answered = mallory.messages.some((message) => message[2] === 'after');
    expect(answered || mallory.socket.readyState === mallory.socket.CLOSED).toBe(true);
  });
  await expectUnharmed();
});

describe('catching up', () => {
  test('malformed requests are refused with a code', async () => {
    for (const have of [7, 'x', { epoch: 'short', vector: [] }, { epoch: 'AAAAAAAAAAA', vector: [[1, 2, 3]] }]) {
      await expect(watcher.stock.stream('catchUp', { have })).rejects.toThrow(/catch_up\.malformed: /);
    }
    await expectUnharmed();
  });

  test('[CLS-2] a client that never reads is dropped at the bound of its queue; the others do not notice', async () => {
    const sleeper = await rawInRoom();
    sleeper.socket.pause();
    const points = new Uint8Array(15_000);
    const isDropped = (): boolean => hub.logged.some(({ event }) => event === 'connection.too_slow');
    // On a slow machine this takes longer than a member may be silent [PRS-2].
    const stayHere = (): Promise<void> => watcher.stock.send('p', 0, null, [1, 1]);
    // The system's own buffers take some megabytes, the queue its four; the others read all of it. No author exceeds its byte rate.
    for (let authors = 0; authors < 4 && !isDropped(); authors++) {
      const author = await RoomClient.join(hub.server, { name: 'Author' });
      for (let n = 0; n < 400 && !isDropped(); ) {
        await stayHere();
        for (let i = 0; i < 20; i++) {
          n++;
          await author.stock.send(
            'p',
            n,
            [
              [1, n, n, 1, `a${n}V`, 0, 0, 2, 56, 0],
              [4, n, 0, points],
            ],
            [n, n],
          );
        }
        await eventually(() => expect(author.echoedN).toBe(n));
      }
      expect(author.refusals()).toEqual([]);
      await author.stock.stop();
    }
    expect(isDropped()).toBe(true);
    expect(await hub.metric('inkroom_slow_dropped_total')).toBe(1);
    await eventually(() => expect(watcher.replica.board.elementCount).toBeGreaterThanOrEqual(200));
    // Its line may be to blame, so its place is kept for a while [PRS-4].
    const patience = { timeout: LIMITS.awayMs + 20_000, interval: 500 };
    await vi.waitFor(async () => {
      await stayHere();
      expect(watcher.members.size).toBe(1);
    }, patience);
  }, 120_000);
});

test('a half-open socket dies after the client timeout, and its member leaves', async () => {
  const clock = new FakeClock();
  const still = await liveHub({}, clock);
  try {
    const mallory = await connectRaw(still.server);
    raws.push(mallory);
    mallory.ask('join', 'join', [request()]);
    await eventually(() => expect(mallory.messages.some(([type]) => type === 3)).toBe(true));
    // The first ping arms the timeout; then nothing comes any more.
    mallory.sendBytes(Uint8Array.of(0x02, 0x91, 0x06));
    mallory.ask('echo', 'leave', ['there is no better way to know that the ping was read']);
    await eventually(() => expect(mallory.messages.some((message) => message[2] === 'echo')).toBe(true));
    for (let passed = 0; passed < 40_000; passed += 1_000) clock.advance(1_000);
    await mallory.ended;
    expect(still.logged.some(({ fields }) => Object.values(fields).includes('clientTimeout'))).toBe(true);
    expect(await still.metric('inkroom_connection_count')).toBe(0);
  } finally {
    await still.stop();
  }
});

function nested(depth: number): unknown {
  let value: unknown = [1];
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}
