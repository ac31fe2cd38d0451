import { expect, test } from 'vitest';
import type { Grant } from '../../../../../core/contract/access/grants.ts';
import { createValue } from '../../../../../renderer/ui/value-store.ts';
import { layDownTool } from '../../../../../renderer/ui/watching/lay-down-tool.ts';
import { statusOf } from '../fake-session.ts';

test('a person who may no longer draw has the hand, and the pen again when drawing is allowed again; nothing else changes tools', () => {
  const status = createValue(statusOf());
  const told: string[] = [];
  const canvas = { setTool: (tool: string) => void told.push(tool), cancel: () => void told.push('cancel') };
  const owned = layDownTool(status, canvas);
  const becomes = (grant: Grant): void => status.write(statusOf({ grant }));
  becomes('host');
  expect(told).toEqual([]);
  becomes('comment');
  becomes('view');
  expect(told.splice(0)).toEqual(['cancel', 'hand']);
  becomes('draw');
  expect(told.splice(0)).toEqual(['pen']);
  owned.dispose();
  becomes('view');
  expect(told).toEqual([]);
});

test('who comes as a viewer has the hand from the start', () => {
  const told: string[] = [];
  layDownTool(createValue(statusOf({ grant: 'view' })), { setTool: (tool) => void told.push(tool), cancel: () => {} });
  expect(told).toEqual(['hand']);
});
