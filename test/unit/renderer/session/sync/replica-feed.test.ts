import { expect, test } from 'vitest';
import { silentLog } from '../../../../../core/base/host.ts';
import { Board } from '../../../../../core/board/board.ts';
import { type ElementId, elementId, type InstanceId, type Seq } from '../../../../../core/board/ids.ts';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import type { Op } from '../../../../../core/board/op.ts';
import { orderKeyAfter } from '../../../../../core/board/order-key.ts';
import { PastWrites } from '../../../../../core/making/past-writes.ts';
import type { BoardChange } from '../../../../../core/room/board-access.ts';
import { Replica } from '../../../../../core/room/replica.ts';
import { Members } from '../../../../../renderer/session/joining/members.ts';
import { RoomSaving } from '../../../../../renderer/session/joining/room-saving.ts';
import type { Tell } from '../../../../../renderer/session/session-event.ts';
import { ReplicaFeed } from '../../../../../renderer/session/sync/replica-feed.ts';
import { Outbox } from '../../../../../renderer/session/writing/outbox.ts';
import { newClientId } from '../../../../support/client-id.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { addInk } from '../../../../support/ink.ts';
import { seededRandom } from '../../../../support/seeded.ts';
import { Writer } from '../../../../support/texts.ts';

const ELEMENTS = 4_500;
const dice = seededRandom(3);
const me = newClientId(dice);
const other = newClientId(dice);

const order = orderKeyAfter(new Board().maxOrder);
const addOp = (author: typeof me, k: number): Op =>
  addInk({ id: elementId(author, k), lamport: k, values: { kind: 1, order, x: k, y: 0, color: 1, width: 16, pressured: false } });

function feedWith(changes: BoardChange[]): { readonly feed: ReplicaFeed; readonly outbox: Outbox } {
  const outbox = new Outbox(me);
  const tell: Tell = (event) => {
    if (event.kind === 'changed') changes.push(event.change);
  };
  const feed = new ReplicaFeed({
    clientId: me,
    outbox,
    members: new Members(me),
    past: new PastWrites(),
    saving: new RoomSaving(new FakeClock()),
    clock: new FakeClock(),
    log: silentLog,
    tell,
  });
  return { feed, outbox };
}

test('a large replica is replaced in several turns; the old one is shown and drawn on until then, and what is drawn is on the new one', () => {
  const changes: BoardChange[] = [];
  const { feed, outbox } = feedWith(changes);
  const hub = new Replica();
  for (let k = 1; k <= ELEMENTS; k++) hub.board.apply(other, [addOp(other, k)]);
  const turns: (() => void)[] = [];
  let isDone = false;
  const draw = (k: number): void => {
    const ops = [addOp(me, k)];
    feed.replica.board.apply(me, ops);
    outbox.add(ops, 0);
  };
  draw(1);
  feed.renew(
    [...hub.board.states()],
    hub.vector,
    'refused',
    (run) => turns.push(run),
    () => {
      isDone = true;
    },
  );
  let count = 0;
  for (let next = turns.shift(); next; next = turns.shift()) {
    expect(isDone).toBe(false);
    expect(changes).toEqual([]);
    draw(2 + count++);
    expect(feed.replica.board.elementCount).toBe(1 + count);
    next();
  }
  expect(count).toBeGreaterThan(1);
  expect(isDone).toBe(true);
  expect(changes).toEqual([{ ids: 'all', origin: 'refused' }]);
  expect(feed.replica.board.elementCount).toBe(ELEMENTS + 1 + count);
  for (let k = 1; k <= 1 + count; k++) expect(feed.replica.board.get(elementId(me, k))?.alive).toBe(true);
});

test('what others write into a note or erase from it is told as a change of the note', () => {
  const changes: BoardChange[] = [];
  const { feed } = feedWith(changes);
  const ana = new Writer(other);
  const hub = new Board();
  const { id: note, ops: add } = ana.holder(hub, ElementKind.note);
  hub.apply(other, add);
  const origin = 'hubhubhubhu' as InstanceId;
  let seq = 0;
  const receive = (ops: readonly Op[]): ReadonlySet<string> => {
    const touched = new Set<ElementId>();
    hub.apply(other, ops);
    expect(feed.receive(origin, ++seq as Seq, [{ author: other, n: seq, ops }], touched)).toBe(true);
    return touched;
  };
  receive(add);
  const typed = receive(ana.types(hub, note, 0, 'hello'));
  expect(typed).toContain(note);
  const run = [...typed].find((id) => id !== note) as ElementId;
  const erased = receive(ana.erases(hub, note, 1, 3));
  expect(erased).toContain(run);
  expect(erased).toContain(note);
});
