import { expect, test } from 'vitest';
import { Emitter } from '../../../../../core/base/emitter.ts';
import { Board } from '../../../../../core/board/board.ts';
import { type ClientId, type ElementId, elementId } from '../../../../../core/board/ids.ts';
import { BOARD_ELEMENT } from '../../../../../core/board/kinds.ts';
import { wordsOps } from '../../../../../core/board/words.ts';
import type { BoardChange } from '../../../../../core/room/board-access.ts';
import { SAID_EVERY_MS, watchChanges } from '../../../../../renderer/ui/watching/changes-said.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';

function open() {
  const clock = new FakeClock();
  const changes = new Emitter<BoardChange>();
  const board = new Board();
  const watched = watchChanges({ board: () => board, onChange: (listener) => changes.on(listener) }, clock);
  const said: string[] = [];
  watched.watch(() => said.push(watched.read().trim()));
  const change = (origin: BoardChange['origin'], ...ids: readonly string[]): void =>
    changes.emit({ origin, ids: ids as readonly ElementId[] });
  return { clock, changes, watched, said, change, board };
}

test('many changes by others become one sentence, with each element counted once', () => {
  const { clock, said, change } = open();
  for (let i = 0; i < 500; i++) change('server', 'a', `b${i % 3}`);
  expect(said).toEqual([]);
  clock.advance(SAID_EVERY_MS);
  expect(said).toEqual(['Others changed 4 elements.']);
});

test('chat messages, timer and vote are no changes of the drawing', () => {
  const { clock, said, change, board } = open();
  const author = 'ana________' as ClientId;
  const id = elementId(author, 1);
  board.apply(author, wordsOps({ id, lamport: 1, text: 'hello', by: 'Ana', byColor: 1, sentAt: 5 }));
  change('server', id, BOARD_ELEMENT);
  clock.advance(SAID_EVERY_MS);
  expect(said).toEqual([]);
});

test('the same sentence is said again for later changes, and nothing without one', () => {
  const { clock, said, change } = open();
  change('server', 'a');
  clock.advance(SAID_EVERY_MS);
  change('server', 'b');
  clock.advance(SAID_EVERY_MS);
  clock.advance(10 * SAID_EVERY_MS);
  expect(said).toEqual(['Others changed 1 element.', 'Others changed 1 element.']);
});

test('own changes and a board that arrives as a whole are not said', () => {
  const { clock, changes, said, change, watched } = open();
  change('user', 'a');
  change('undo', 'a');
  changes.emit({ origin: 'server', ids: 'all' });
  clock.advance(SAID_EVERY_MS);
  change('server', 'a');
  watched.dispose();
  clock.advance(SAID_EVERY_MS);
  expect(said).toEqual([]);
});
