import { expect, test } from 'vitest';
import type { Epoch, InstanceId } from '../../../../../../core/board/ids.ts';
import type { SessionStatus } from '../../../../../../renderer/session/session.ts';
import { createValue } from '../../../../../../renderer/ui/value-store.ts';
import { watchLossCause } from '../../../../../../renderer/ui/words/status/loss-cause.ts';
import { statusOf } from '../../fake-session.ts';

const lostCopy = { epoch: 'EEEEEEEEEEE' as Epoch, elements: 412, removed: 0, upTo: 0, elementsInRoom: 3 };
const at = (id: string) => ({ id: id as InstanceId, name: 'hub', isNamed: false });

function causes(...parts: readonly Partial<SessionStatus>[]) {
  const [first, ...rest] = parts.map(statusOf);
  const status = createValue(first ?? statusOf());
  const cause = watchLossCause(status);
  return [
    cause.read(),
    ...rest.map((next) => {
      status.write(next);
      return cause.read();
    }),
  ];
}

test('another instance where one was before means a restart', () => {
  expect(causes({ instance: at('one') }, { instance: at('two'), lostCopy })).toEqual(['unknown', 'restart']);
});

test('the same instance with another board has let the old one go, also when others have drawn since', () => {
  expect(causes({ instance: at('one') }, { instance: at('one'), lostCopy })).toEqual(['unknown', 'letGo']);
});

test('a server that says that it let the board go is believed, and stays believed', () => {
  const previousLife = { endedAt: 1, elements: 412 };
  expect(causes({ instance: at('two'), lostCopy, previousLife }, { instance: at('two'), lostCopy })).toEqual(['letGo', 'letGo']);
});

test('of a copy of an earlier visit nothing is claimed until the server has spoken, nor when others have drawn since', () => {
  const early = { instance: undefined, persistence: undefined, lostCopy };
  expect(causes(early, { instance: at('two'), lostCopy })).toEqual(['unknown', 'unknown']);
  const empty = { ...lostCopy, elementsInRoom: 0 };
  expect(causes({ ...early, lostCopy: empty }, { instance: at('two'), lostCopy: empty })).toEqual(['unknown', 'restart']);
});

test('the next loss has a cause of its own', () => {
  const story = causes(
    { instance: at('one') },
    { instance: at('two'), lostCopy },
    { instance: at('two') },
    { instance: at('two'), lostCopy },
  );
  expect(story).toEqual(['unknown', 'restart', 'unknown', 'letGo']);
});
