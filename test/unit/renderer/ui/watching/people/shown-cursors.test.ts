import { expect, test } from 'vitest';
import type { ClientId } from '../../../../../../core/board/ids.ts';
import { storedSettings } from '../../../../../../renderer/bootstrap/storage/settings-storage.ts';
import { createValue } from '../../../../../../renderer/ui/value-store.ts';
import { shownCursors } from '../../../../../../renderer/ui/watching/people/shown-cursors.ts';
import { fakeSession } from '../../fake-session.ts';

const ANA = 'AAAAAAAAAA1' as ClientId;
const BO = 'BBBBBBBBBB2' as ClientId;
const cursor = { x: 1, y: 2 };

test('cursors and names are shown as the person wants them, for all and for each', () => {
  const session = fakeSession();
  const settings = storedSettings(undefined);
  const shown = shownCursors(session, settings, createValue<ClientId | undefined>(undefined));
  session.showMembers([
    { clientId: ANA, name: 'Ana', cursor },
    { clientId: BO, name: 'Bo', cursor },
  ]);
  let told = 0;
  const watching = shown.onPresence(() => told++);
  const seen = () => shown.members().map((member) => [member.name, member.cursor?.x]);
  expect(seen()).toEqual([
    ['Ana', 1],
    ['Bo', 1],
  ]);
  settings.change({ hiddenPeople: [ANA] });
  expect(seen()).toEqual([
    ['Ana', undefined],
    ['Bo', 1],
  ]);
  settings.change({ cursors: 'plain' });
  expect(seen()[1]).toEqual(['', 1]);
  settings.change({ cursors: 'hidden' });
  expect(seen().map(([, x]) => x)).toEqual([undefined, undefined]);
  expect(told).toBe(3);
  settings.change({ theme: 'dark' });
  expect(told).toBe(3);
  session.showMembers([]);
  expect(told).toBe(4);
  watching.dispose();
  settings.change({ cursors: 'named' });
  expect(told).toBe(4);
});

test('[VOT-1] a host leaves one pointer, and gives back those that the person wants to see', () => {
  const session = fakeSession();
  const settings = storedSettings(undefined);
  const onlyOf = createValue<ClientId | undefined>(undefined);
  const shown = shownCursors(session, settings, onlyOf);
  session.showMembers([
    { clientId: ANA, name: 'Ana', cursor },
    { clientId: BO, name: 'Bo', cursor },
  ]);
  let told = 0;
  shown.onPresence(() => told++);
  const seen = () => shown.members().map((member) => member.cursor?.x);
  onlyOf.write(BO);
  expect([seen(), told]).toEqual([[undefined, 1], 1]);
  settings.change({ hiddenPeople: [BO] });
  expect(seen()).toEqual([undefined, undefined]);
  onlyOf.write(undefined);
  expect(seen()).toEqual([1, undefined]);
});
