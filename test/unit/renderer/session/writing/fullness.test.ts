import { expect, test } from 'vitest';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import { fullnessOf } from '../../../../../renderer/session/writing/fullness.ts';

test('a board is as full as the limit that is nearer', () => {
  const removed = { elements: 0, bytes: 0 };
  const { elementsPerBoard, pointBytesPerBoard } = LIMITS;
  expect(fullnessOf({ elementCount: 0, pointBytes: 0, removed })).toBe(0);
  expect(fullnessOf({ elementCount: elementsPerBoard / 4, pointBytes: pointBytesPerBoard / 2, removed })).toBe(0.5);
  expect(fullnessOf({ elementCount: elementsPerBoard, pointBytes: 0, removed })).toBe(1);
  // What was removed makes way.
  const most = { elements: (3 * elementsPerBoard) / 4, bytes: 0 };
  expect(fullnessOf({ elementCount: elementsPerBoard, pointBytes: 0, removed: most })).toBe(0.25);
});
