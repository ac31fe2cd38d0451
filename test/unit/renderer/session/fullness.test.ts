import { expect, test } from 'vitest';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { fullnessOf } from '../../../../renderer/session/fullness.ts';

test('a board is as full as the limit that is nearer', () => {
  expect(fullnessOf({ elementCount: 0, pointBytes: 0 })).toBe(0);
  expect(fullnessOf({ elementCount: LIMITS.elementsPerBoard / 4, pointBytes: LIMITS.pointBytesPerBoard / 2 })).toBe(0.5);
  expect(fullnessOf({ elementCount: LIMITS.elementsPerBoard, pointBytes: 0 })).toBe(1);
});
