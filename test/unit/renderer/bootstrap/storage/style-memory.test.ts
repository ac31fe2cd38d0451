import { expect, test } from 'vitest';
import { CUSTOM_COLOR, ElementKind } from '../../../../../core/board/kinds.ts';
import { keptStyles } from '../../../../../renderer/bootstrap/storage/style-memory.ts';
import { ChosenStyles } from '../../../../../renderer/engine/style/chosen-styles.ts';
import { memoryStorage } from './memory-storage.ts';

const { pen, highlighter, arrow, note, text } = ElementKind;
const KINDS = [pen, highlighter, arrow, note, text];
const all = (styles: ChosenStyles) => KINDS.map((kind) => styles.of(kind));

test('colour, width and the rest are as they were chosen last, for each kind', () => {
  const storage = memoryStorage();
  const before = keptStyles(storage);
  before.choose(pen, { color: 1, width: 112 });
  before.choose(pen, { color: CUSTOM_COLOR + 0x123456 });
  before.choose(arrow, { dash: 2, headTo: 3, fill: -1 });
  before.choose(text, { size: 640 });
  const after = keptStyles(storage);
  expect(all(after)).toEqual(all(before));
  expect(after.of(pen)).toEqual({ color: CUSTOM_COLOR + 0x123456, width: 112 });
  expect(after.of(highlighter)).toEqual(new ChosenStyles().of(highlighter));
});

test('without a storage, and with one that is full, a choice is valid for the window', () => {
  const full = {
    getItem: () => null,
    setItem() {
      throw new Error('full');
    },
  };
  for (const storage of [undefined, full]) {
    const styles = keptStyles(storage);
    styles.choose(pen, { color: 2 });
    expect(styles.of(pen)).toMatchObject({ color: 2 });
  }
});

test.each([
  'no json',
  'null',
  '[]',
  '{"pen":7}',
  '{"pen":{"color":8,"width":0,"constructor":1},"arrow":{"color":1},"note":null}',
  '{"pen":{"color":1.5,"width":"9"},"shape":{"dash":3,"opacity":101,"headTo":-1,"fill":-2}}',
])('what is no style is passed over: %s', (stored) => {
  const storage = memoryStorage();
  storage.setItem('inkroom.styles', stored);
  expect(all(keptStyles(storage))).toEqual(all(new ChosenStyles()));
});
