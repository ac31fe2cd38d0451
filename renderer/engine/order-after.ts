import { generateKeyBetween } from 'fractional-indexing';
import { LIMITS } from '../../core/contract/limits.ts';

/**
 * An order key above `order` ('' is below everything). The library throws at keys it would not have made, and such a key may come
 * from another client; then a longer key is above it too, and at the limit of length the same key is (ids decide between equals).
 */
export function orderAfter(order: string): string {
  try {
    const key = generateKeyBetween(order === '' ? null : order, null);
    if (key.length <= LIMITS.orderKeyChars) return key;
  } catch {
    // Handled below: not one of the library's keys.
  }
  return order.length < LIMITS.orderKeyChars ? `${order}V` : order;
}
