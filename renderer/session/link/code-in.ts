import { isRefusalCode, type RefusalCode } from '../../../core/contract/refusal-codes.ts';

const CODE = /[a-z_]+\.[a-z_]+/g;

/** The first refusal code in the text of a hub error or close message [HS-5]. SignalR puts its own words before it. */
export function codeIn(text: string | undefined): RefusalCode | undefined {
  return text?.match(CODE)?.find(isRefusalCode) as RefusalCode | undefined;
}
