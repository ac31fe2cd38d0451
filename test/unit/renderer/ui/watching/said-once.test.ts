import { expect, test } from 'vitest';
import { REFUSALS } from '../../../../../core/contract/refusal-codes.ts';
import { NO_SETTINGS } from '../../../../../renderer/ui/settings/settings.ts';
import { createValue } from '../../../../../renderer/ui/value-store.ts';
import { sayPenMode } from '../../../../../renderer/ui/watching/pen-mode.ts';
import { sayRefusals } from '../../../../../renderer/ui/watching/refusals.ts';
import { PEN_WORDS } from '../../../../../renderer/ui/words/board/pen-words.ts';
import { fakeSession } from '../fake-session.ts';

test('each refused batch is said once, with its code; one from before is not said', () => {
  const session = fakeSession({ refused: { code: 'rate.bytes', at: 1 } });
  const said: unknown[] = [];
  const owned = sayRefusals(session, { fail: (...words) => void said.push(words) });
  session.show({ unsent: 1 });
  expect(said).toEqual([]);
  session.show({ refused: { code: 'room.locked', at: 2 } });
  session.show({ unsent: 2 });
  session.show({ refused: { code: 'room.locked', at: 3 } });
  expect(said).toEqual([
    [REFUSALS['room.locked'], 'room.locked'],
    [REFUSALS['room.locked'], 'room.locked'],
  ]);
  owned.dispose();
  session.show({ refused: { code: 'rate.bytes', at: 4 } });
  expect(said).toHaveLength(2);
});

test('the pen mode that the first touch of a pen turns on is said once, and not if the person chose it', () => {
  const settings = createValue(NO_SETTINGS);
  const said: string[] = [];
  const toasts = { show: (text: string) => void said.push(text) };
  const pen = createValue({ penSeen: false, penMode: false });
  sayPenMode(pen, settings, toasts);
  pen.write({ penSeen: true, penMode: true });
  pen.write({ penSeen: true, penMode: true });
  expect(said).toEqual([PEN_WORDS.modeOn]);

  const chosen = createValue({ penSeen: false, penMode: true });
  settings.write({ ...NO_SETTINGS, penMode: 'on' });
  sayPenMode(chosen, settings, toasts);
  chosen.write({ penSeen: true, penMode: true });
  expect(said).toHaveLength(1);
});
