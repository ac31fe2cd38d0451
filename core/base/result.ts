import type { RefusalCode } from '../contract/refusal-codes.ts';

/** An expected "no". Codes are dotted, stable and listed in `contract/refusal-codes.ts`; `detail` is for logs and the details line. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly detail?: string;
}

export type Result<T, F = Refusal> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: F };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function fail(code: RefusalCode, detail?: string): { readonly ok: false; readonly error: Refusal } {
  return { ok: false, error: detail === undefined ? { code } : { code, detail } };
}
