import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares in a time that does not reveal where they differ. */
export function isSameSecret(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
