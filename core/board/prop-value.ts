/**
 * A property value: what both hub protocols carry without loss. Excluded are maps, bytes (JSON makes them text), -0 (JSON makes
 * it 0) and half a surrogate pair (UTF-8 makes it U+FFFD), because two readers would hold two values.
 */
export type PropValue = boolean | number | string | readonly PropValue[];

/** Most bytes of one value, as `valueSize` counts. */
const VALUE_BYTES = 256;
const LISTS_DEEP = 3;
const LIST_ITEMS = 32;

/** The value in a message. Undefined when no property may hold it. */
export function readPropValue(raw: unknown): PropValue | undefined {
  const value = readNested(raw, LISTS_DEEP);
  return value !== undefined && valueSize(value) <= VALUE_BYTES + 4 ? value : undefined;
}

function readNested(raw: unknown, deep: number): PropValue | undefined {
  if (typeof raw === 'boolean') return raw;
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw + 0 : undefined;
  if (typeof raw === 'string') return raw.length <= VALUE_BYTES && raw.isWellFormed() ? raw : undefined;
  if (!Array.isArray(raw) || deep === 0 || raw.length > LIST_ITEMS) return undefined;
  const list: PropValue[] = [];
  for (const item of raw) {
    const value = readNested(item, deep - 1);
    if (value === undefined) return undefined;
    list.push(value);
  }
  return list;
}

/** Approximate bytes of a value: 1 for a flag, 8 for a number, one for each UTF-16 unit of text, 4 more for a list. */
export function valueSize(value: PropValue): number {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'number') return 8;
  if (typeof value === 'boolean') return 1;
  return value.reduce<number>((sum, item) => sum + valueSize(item), 4);
}

const rank = (value: PropValue): number =>
  typeof value === 'boolean' ? 0 : typeof value === 'number' ? 1 : typeof value === 'string' ? 2 : 3;

/** Total order of values: flags, numbers, texts, lists; 0 when equal. Decides between writes with equal stamps [OPS-3]. */
export function compareValues(a: PropValue, b: PropValue): number {
  if (a === b) return 0;
  const ranks = rank(a) - rank(b);
  if (ranks !== 0) return ranks;
  if (!Array.isArray(a) || !Array.isArray(b)) return a < b ? -1 : 1;
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareValues(a[i] as PropValue, b[i] as PropValue);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
