import { expect, test } from 'vitest';
import { TokenBucket } from '../../../../../server/hub/admission/token-bucket.ts';

test('a burst is allowed, then the rate, and a pause fills no more than the burst', () => {
  const bucket = new TokenBucket(10, 5, 0);
  const taken = (mono: number): number => {
    let count = 0;
    while (bucket.take(1, mono)) count++;
    return count;
  };
  expect(taken(0)).toBe(5);
  expect(taken(100)).toBe(1);
  expect(taken(150)).toBe(0);
  expect(taken(200)).toBe(1);
  expect(taken(60_000)).toBe(5);
});

test('what does not fit takes nothing', () => {
  const bucket = new TokenBucket(1, 10, 0);
  expect(bucket.take(11, 0)).toBe(false);
  expect(bucket.take(10, 0)).toBe(true);
});
