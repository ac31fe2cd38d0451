import { expect, test } from 'vitest';
import { checkBatch } from '../../../../../core/board/admission/validate-op.ts';
import { Board } from '../../../../../core/board/board.ts';
import { encodeOps } from '../../../../../core/board/codec/op-codec.ts';
import { type ClientId, type ElementId, elementId, newRoomKey, roomIdOf } from '../../../../../core/board/ids.ts';
import { BOARD_ELEMENT, Body, ElementKind, type Values } from '../../../../../core/board/kinds.ts';
import type { Op } from '../../../../../core/board/op.ts';
import { wordsOps } from '../../../../../core/board/words.ts';
import type { HostAct } from '../../../../../core/contract/access/host-acts.ts';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import { Cluster, type ClusterNode } from '../../../../support/cluster.ts';
import { seededRandom } from '../../../../support/seeded.ts';
import type { FakeClient } from '../hub-fixture.ts';
import { addStroke } from '../ink.ts';

const roomKey = newRoomKey(seededRandom(31));
const room = roomIdOf(roomKey);

async function joined(cluster: Cluster, node: ClusterNode, more: Readonly<Record<string, unknown>> = {}): Promise<FakeClient> {
  const client = cluster.client(node);
  await client.join({ room, ...more });
  return client;
}

async function act(cluster: Cluster, client: FakeClient, asked: HostAct): Promise<unknown> {
  const done = (client.call('act', [asked]) as Promise<unknown>).then(
    () => 'done',
    (error: Error) => error.message.split(':')[0],
  );
  for (let i = 0; i < 10; i++) await Promise.resolve();
  cluster.clock.advance(0);
  return done;
}

function write(client: FakeClient, k: number, text: string): readonly Op[] {
  return wordsOps({ id: elementId(client.clientId, k), lamport: k, text, by: 'Ann', byColor: 3, sentAt: 1_700_000_000_000 });
}
const send = (client: FakeClient, n: number, ops: readonly Op[]) => client.push([n, encodeOps(client.clientId, ops)]);
const saids = (client: FakeClient) =>
  client.notices().flatMap((notice) => (notice.kind === 'said' ? [`${notice.from.name} to ${notice.to}: ${notice.text}`] : []));

/** A host and guests, each at an instance of their own. */
async function lesson(seed: number) {
  const cluster = new Cluster('instance', seed);
  const nodes = [cluster.start(), cluster.start()] as const;
  cluster.clock.advance(200);
  const host = await joined(cluster, nodes[0], { roomKey, name: 'Hana' });
  const ann = await joined(cluster, nodes[1], { name: 'Ann' });
  const bob = await joined(cluster, nodes[1], { name: 'Bob' });
  cluster.clock.advance(900);
  return { cluster, nodes, host, ann, bob };
}

test('[CHT-1] a message is an element: every instance gets it, in frames and in the catch-up of who comes later', async () => {
  const { cluster, nodes, host, ann } = await lesson(41);
  send(ann, 1, write(ann, 1, 'good morning'));
  cluster.clock.advance(900);
  const numbered = host.frames().flatMap(({ batches }) => batches);
  expect(numbered).toHaveLength(1);
  const late = cluster.client(nodes[0]);
  expect(await late.join({ room })).toMatchObject({ elements: 1, catchUp: expect.stringMatching(/snapshot|suffix/) });
});

test('[CHT-2] a message that is too long, one too many and one too soon are refused', async () => {
  const { ann } = await lesson(42);
  send(ann, 1, write(ann, 1, 'x'.repeat(LIMITS.wordsChars + 1)));
  send(ann, 2, write(ann, 2, 'x'.repeat(LIMITS.wordsChars)));
  expect(ann.refusals()).toEqual([[1, 'chat.too_long']]);
  for (let n = 3; n <= LIMITS.wordsBurst + 1; n++) send(ann, n, write(ann, n, 'hello'));
  expect(ann.refusals()).toHaveLength(1);
  send(ann, LIMITS.wordsBurst + 2, write(ann, LIMITS.wordsBurst + 2, 'hello'));
  expect(ann.refusals().at(-1)).toEqual([LIMITS.wordsBurst + 2, 'rate.chat']);
});

test('[CHT-3] [RGT-6] who may comment writes and removes own messages, and changes nothing else; a viewer writes none', async () => {
  const { cluster, host, ann, bob } = await lesson(43);
  send(bob, 1, [addStroke(bob.clientId, 1), ...write(bob, 2, 'mine')]);
  await act(cluster, host, { act: 'lock', on: true });
  await act(cluster, host, { act: 'give', who: bob.clientId, grant: 'view' });
  cluster.clock.advance(900);
  send(ann, 1, write(ann, 1, 'I may talk'));
  expect(ann.refusals()).toEqual([]);
  const gone = (ids: readonly ElementId[]): Op => ({ kind: 'alive', ids, lamport: 9, alive: false });
  send(ann, 2, [gone([elementId(ann.clientId, 1)])]);
  expect(ann.refusals()).toEqual([]);
  const others: readonly (readonly Op[])[] = [
    [addStroke(ann.clientId, 5)],
    [gone([elementId(bob.clientId, 2)])],
    [gone([elementId(bob.clientId, 1)])],
    [...write(ann, 6, 'and'), addStroke(ann.clientId, 7)],
    [{ kind: 'set', id: elementId(ann.clientId, 1), lamport: 10, values: { x: 5 } }],
  ];
  for (const [i, ops] of others.entries()) send(ann, 3 + i, ops);
  expect(ann.refusals()).toEqual(others.map((_, i) => [3 + i, 'room.locked']));
  send(bob, 2, write(bob, 3, 'may I?'));
  expect(bob.refusals()).toEqual([[2, 'room.locked']]);
});

test('[CHT-4] [CHT-5] what is said to hosts reaches hosts alone, what is said to one person that person alone, on every instance', async () => {
  const { cluster, host, ann, bob } = await lesson(44);
  expect(await act(cluster, ann, { act: 'say', to: 'hosts', text: 'What is a lamport?' })).toBe('done');
  expect(await act(cluster, host, { act: 'say', to: ann.clientId, text: 'A clock.' })).toBe('done');
  expect(await act(cluster, bob, { act: 'say', to: ann.clientId, text: 'Psst' })).toBe('done');
  cluster.clock.advance(900);
  expect(saids(host)).toEqual(['Ann to hosts: What is a lamport?']);
  expect(saids(ann).sort()).toEqual([`Bob to ${ann.clientId}: Psst`, `Hana to ${ann.clientId}: A clock.`]);
  expect(saids(bob)).toEqual([]);
  for (const client of [host, ann, bob]) expect(client.frames().flatMap(({ batches }) => batches)).toEqual([]);
});

test('[CHT-4] a viewer may ask hosts and write to no one else; who is not here gets nothing; too many are refused', async () => {
  const { cluster, host, ann, bob } = await lesson(45);
  await act(cluster, host, { act: 'give', who: ann.clientId, grant: 'view' });
  cluster.clock.advance(900);
  expect(await act(cluster, ann, { act: 'say', to: bob.clientId, text: 'hi' })).toBe('access.denied');
  expect(await act(cluster, ann, { act: 'say', to: 'hosts', text: 'hi' })).toBe('done');
  expect(await act(cluster, bob, { act: 'say', to: 'AAAAAAAAAAA' as never, text: 'hi' })).toBe('chat.not_here');
  expect(await act(cluster, bob, { act: 'say', to: 'hosts', text: ' ' })).toBe('host.malformed');
  expect(await act(cluster, bob, { act: 'say', to: 'hosts', text: 'x'.repeat(LIMITS.wordsChars + 1) })).toBe('host.malformed');
  const answers = new Set<unknown>();
  for (let i = 0; i < LIMITS.wordsBurst + 3; i++)
    answers.add(await act(cluster, bob, { act: 'say', to: 'hosts', text: 'again' }));
  expect(answers).toEqual(new Set(['done', 'rate.chat']));
});

test('[CHT-2] a board holds a bounded number of messages', () => {
  const board = new Board();
  const author = 'AAAAAAAAAAA' as FakeClient['clientId'];
  const message = (k: number) => wordsOps({ id: elementId(author, k), lamport: k, text: 'hi', by: 'Ann', byColor: 1, sentAt: 5 });
  for (let k = 1; k <= LIMITS.wordsPerBoard; k++) board.apply(author, message(k));
  expect(checkBatch(board, author, message(9_999))?.code).toBe('chat.full');
  board.apply(author, [{ kind: 'alive', ids: [elementId(author, 1)], lamport: 9_000, alive: false }]);
  expect(checkBatch(board, author, message(9_999))).toBeUndefined();
  expect([board.wordsCount, board.aliveCount, board.get(elementId(author, 2))?.kind]).toEqual([
    LIMITS.wordsPerBoard - 1,
    0,
    ElementKind.words,
  ]);
});

test('[CHT-2] [VOT-2] what was removed counts again when it is brought back', () => {
  const author = 'AAAAAAAAAAA' as FakeClient['clientId'];
  const message = (k: number) => wordsOps({ id: elementId(author, k), lamport: 1, text: 'hi', by: 'Ann', byColor: 1, sentAt: 5 });
  const dot = (k: number): readonly Op[] => [
    {
      kind: 'add',
      id: elementId(author, k),
      lamport: 1,
      birth: { kind: ElementKind.dot, body: Body.none, facts: { ballot: 'b' } },
      values: { x: 0, y: 0 },
    },
  ];
  for (const [make, most, code] of [
    [message, LIMITS.wordsPerBoard, 'chat.full'],
    [dot, LIMITS.dotsPerBoard, 'vote.full'],
  ] as const) {
    const board = new Board();
    const alive = (lamport: number, isAlive: boolean, ...ks: readonly number[]): Op[] => [
      { kind: 'alive', ids: ks.map((k) => elementId(author, k)), lamport, alive: isAlive },
    ];
    for (let k = 1; k <= most; k++) board.apply(author, make(k));
    board.apply(author, alive(2, false, 1, 2));
    const removed = board.state(elementId(author, 1));
    if (!removed) throw new Error('there is no such element');
    board.apply(author, make(most + 1));
    // There is place for one, which may be named twice.
    expect(checkBatch(board, author, alive(3, true, 1, 1, 3))).toBeUndefined();
    expect(checkBatch(board, author, alive(3, true, 1, 2))?.code).toBe(code);
    expect(checkBatch(board, author, [...alive(3, true, 1), ...make(most + 2)])?.code).toBe(code);
    board.apply(author, make(most + 2));
    const values = { ...removed.values, alive: true };
    expect(checkBatch(board, author, [{ kind: 'restore', state: { ...removed, values, restored: true } }])?.code).toBe(code);
  }
});

test('[PRS-6] a reaction is in one frame on every instance; what is no reaction is refused, and old cursors are read as before', async () => {
  const { cluster, host, ann } = await lesson(46);
  ann.push([0, null, [5, 6, null, 2]]);
  cluster.clock.advance(500);
  ann.push([0, null, [7, 8]]);
  ann.push([0, null, [null, null, [0], 3]]);
  cluster.clock.advance(500);
  const cursors = host.frames().flatMap((frame) => frame.cursors);
  expect(cursors.flatMap(({ reaction }) => reaction ?? [])).toEqual([2, 3]);
  for (const bad of [16, -1, 'x', null]) ann.push([0, null, [1, 1, null, bad]]);
  ann.push([0, null, [1, 1, null, 1, 1]]);
  expect(ann.refusals().map(([, code]) => code)).toEqual(Array.from({ length: 5 }, () => 'presence.malformed'));
});

test('[VOT-3] only a host asks all to follow, and hides pointers', async () => {
  const { host, ann } = await lesson(47);
  const ask = (client: FakeClient): readonly Op[] => [
    { kind: 'set', id: BOARD_ELEMENT, lamport: 3, values: { spotlight: [client.clientId, 9] } },
  ];
  send(ann, 1, ask(ann));
  send(host, 1, ask(host));
  expect([ann.refusals(), host.refusals()]).toEqual([[[1, 'host.needed']], []]);
  for (const [client, n] of [
    [ann, 2],
    [host, 2],
  ] as const)
    send(client, n, [{ kind: 'set', id: BOARD_ELEMENT, lamport: 4, values: { pointers: [] } }]);
  expect([ann.refusals().at(-1), host.refusals()]).toEqual([[2, 'host.needed'], []]);
  send(ann, 3, [{ kind: 'set', id: BOARD_ELEMENT, lamport: 5, values: { timer: [5, 0], vote: ['b', 3, 1] } }]);
  expect(ann.refusals()).toHaveLength(2);
});

test('[VOT-3] a copy of the board asks nobody to follow, and hides no pointers, unless a host brings it', async () => {
  const { host, ann } = await lesson(48);
  const copy = (client: FakeClient, values: Values): readonly Op[] => {
    const stamps = Object.fromEntries(Object.keys(values).map((name) => [name, { lamport: 9, clientId: client.clientId }]));
    const birth = { kind: ElementKind.board, body: Body.none, facts: {} };
    const state = { id: BOARD_ELEMENT, birth, values, stamps, content: new Uint8Array(0), count: 0, endCount: -1, marks: [] };
    return [{ kind: 'restore', state: { ...state, restored: true } }];
  };
  send(ann, 1, copy(ann, { spotlight: [ann.clientId, 9] }));
  send(ann, 2, copy(ann, { pointers: [ann.clientId] }));
  send(ann, 3, copy(ann, { title: 'Algebra' }));
  send(host, 1, copy(host, { pointers: [host.clientId] }));
  expect([ann.refusals(), host.refusals()]).toEqual([
    [
      [1, 'host.needed'],
      [2, 'host.needed'],
    ],
    [],
  ]);
});

test('[VOT-2] who may only comment cannot fill the board with dots, also not by copies', () => {
  const board = new Board();
  const author = 'annannannan' as ClientId;
  const dot = (k: number): Op => ({
    kind: 'add',
    id: elementId(author, k),
    lamport: 1,
    birth: { kind: ElementKind.dot, body: Body.none, facts: { ballot: 'b' } },
    values: { x: 0, y: 0 },
  });
  const dots = Array.from({ length: LIMITS.dotsPerBoard - 1 }, (_, k) => dot(k + 1));
  board.apply(author, dots);
  const last = LIMITS.dotsPerBoard;
  expect(checkBatch(board, author, [dot(last), dot(last + 1)])?.code).toBe('vote.full');
  expect(checkBatch(board, author, [dot(last)])).toBeUndefined();
  board.apply(author, [dot(last)]);
  const other = new Board();
  other.apply(author, [dot(last + 1)]);
  const [state] = [...other.states()];
  if (state)
    expect(checkBatch(board, author, [{ kind: 'restore', state: { ...state, restored: true } }])?.code).toBe('vote.full');
  expect(checkBatch(board, author, [addStroke(author, last + 2)])).toBeUndefined();
  board.apply(author, [{ kind: 'alive', ids: [elementId(author, 1)], lamport: 2, alive: false }]);
  expect(checkBatch(board, author, [dot(last + 1)])).toBeUndefined();
});
