import { fail, type Refusal } from '../base/result.ts';
import { LIMITS } from '../contract/limits.ts';
import { CUSTOM_COLOR, PALETTE_SIZE } from './element.ts';
import type { SettableProp } from './op.ts';
import { isOrderKey } from './order-key.ts';

type Refused = { readonly ok: false; readonly error: Refusal };

/** Whether a register may hold this value: undefined, or why not. */
export function readValue(name: SettableProp, raw: unknown): Refused | undefined {
  switch (name) {
    case 'x':
    case 'y':
      if (typeof raw === 'number' && Number.isInteger(raw) && Math.abs(raw) <= LIMITS.coordinate) return undefined;
      return fail('op.coordinate', name);
    case 'color':
      if (typeof raw === 'number' && Number.isInteger(raw) && isColor(raw)) return undefined;
      return fail('op.value', name);
    case 'width':
      if (typeof raw === 'number' && Number.isInteger(raw) && raw >= 1 && raw <= LIMITS.widthMax) return undefined;
      return fail('op.value', name);
    case 'order':
      if (isOrderKey(raw)) return undefined;
      return fail('op.value', name);
  }
}

function isColor(code: number): boolean {
  return (code >= 0 && code < PALETTE_SIZE) || (code >= CUSTOM_COLOR && code <= CUSTOM_COLOR + 0xffffff);
}
