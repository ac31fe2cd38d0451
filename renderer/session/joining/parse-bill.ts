import type { Bill } from '../../../core/contract/hub-contract.ts';
import { readCount } from '../../../core/wire/wire-value.ts';

/** Reads the answer of `bill` (SPEC.md, section BILL). Undefined for nil, and for what is none. */
export function parseBill(raw: unknown): Bill | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { unitsPerSecond, instances: rawInstances } = raw as Record<string, unknown>;
  const instances = readCount(rawInstances);
  if (typeof unitsPerSecond !== 'number' || !Number.isFinite(unitsPerSecond) || unitsPerSecond < 0) return undefined;
  return instances === undefined || instances === 0 ? undefined : { unitsPerSecond, instances };
}
