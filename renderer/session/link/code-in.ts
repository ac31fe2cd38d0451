import { isRefusalCode, type RefusalCode } from '../../../core/contract/refusal-codes.ts';

const CODE = /[a-z_]+\.[a-z_]+/g;

/** The first refusal code in a hub error's or a close message's text (HS-5): SignalR puts words of its own before it. */
export function codeIn(text: string | undefined): RefusalCode | undefined {
  return text?.match(CODE)?.find(isRefusalCode) as RefusalCode | undefined;
}
