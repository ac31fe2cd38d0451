import { expect, test } from 'vitest';
import type { ElementId } from '../../../../core/board/ids.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import type { PresenceAccess } from '../../../../core/room/board-access.ts';
import { OwnShown } from '../../../../renderer/engine/own-shown.ts';
import { Selection } from '../../../../renderer/engine/selection/selection.ts';

type Told = Parameters<PresenceAccess['showOthers']>[0];

function begin() {
  const told: Told[] = [];
  const selection = new Selection();
  const presence = { showOthers: (shown: Told) => void told.push(shown) };
  return { told, selection, shown: new OwnShown(presence, selection) };
}

test('others are told when the laser begins and ends, once each, with the selection', () => {
  const { told, selection, shown } = begin();
  const id = 'a.1' as ElementId;
  selection.set([id]);
  shown.setLaser(true);
  shown.setLaser(true);
  shown.setLaser(false);
  expect(told).toEqual([
    { laser: false, selected: [id] },
    { laser: true, selected: [id] },
    { laser: false, selected: [id] },
  ]);
});

test('of a large selection others are told the first elements, and at the end nothing', () => {
  const { told, selection, shown } = begin();
  const ids = Array.from({ length: LIMITS.shownElements + 5 }, (_, i) => `a.${i}` as ElementId);
  selection.set(ids);
  expect(told).toEqual([{ laser: false, selected: ids.slice(0, LIMITS.shownElements) }]);
  shown.dispose();
  selection.clear();
  expect(told.slice(1)).toEqual([{ laser: false, selected: [] }]);
});
