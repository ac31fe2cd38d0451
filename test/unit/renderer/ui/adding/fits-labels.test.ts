import { expect, test } from 'vitest';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { fittedBox, ownBoxOf } from '../../../../../renderer/engine/text/label-fit.ts';
import { newBox } from '../../../../../renderer/engine/text/new-box.ts';
import { Gathering } from '../../../../../renderer/files/gathering.ts';
import { toOps, withRoom } from '../../../../../renderer/files/to-ops.ts';
import { fitsLabels } from '../../../../../renderer/ui/adding/fits-labels.ts';
import { LocalBoard } from '../../engine/local-board.ts';

const LONG = 'a long label in a small shape that does not fit at all';

test.each([ElementKind.rectangle, ElementKind.ellipse, ElementKind.diamond])(
  'a shape of kind %i from a file has the size that typing its label would give it',
  (kind) => {
    const local = new LocalBoard();
    const into = new Gathering();
    into.box('a', kind, { x: 0, y: 0, w: 60, h: 30 }, { text: LONG, size: 20 });
    into.box('short', kind, { x: 200, y: 0, w: 160, h: 100 }, { text: 'ok' });
    const { ops, ids } = toOps(withRoom(into.reading().elements, newBox), local);
    local.propose(ops, local.newGesture());
    const [long, short] = ids.map((id) => local.element(id));
    expect(long?.get('h')).toBeGreaterThan(30 * 16);
    if (long) expect(fittedBox(local.board(), long, ownBoxOf(long))).toEqual(ownBoxOf(long));
    expect([short?.get('w'), short?.get('h')]).toEqual([2_560, 1_600]);
  },
);

test('labels are measured when their fonts are there, each font asked for once with all its letters', async () => {
  const asked: string[] = [];
  const into = new Gathering();
  for (const [i, font] of [1, 1, 0].entries())
    into.box(`${i}`, ElementKind.rectangle, { x: 0, y: 0, w: 60, h: 30 }, { text: `text ${i}`, font });
  const fit = await fitsLabels(into.reading().elements, {
    async load(font, text) {
      asked.push(`${font.includes('Shantell') ? 'hand' : 'plain'}: ${text}`);
      throw new Error('no file');
    },
  });
  expect(asked).toEqual(['hand: text 0text 1', 'plain: text 2']);
  expect(fit).toBe(newBox);
});
