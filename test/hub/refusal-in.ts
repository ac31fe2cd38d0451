import { REFUSALS } from '../../core/contract/refusal-codes.ts';

/** The code of the refusal that a call's error carries. Undefined when it carries none. */
export function refusalIn({ message }: Error): string | undefined {
  return Object.keys(REFUSALS).find((code) => message.includes(`${code}: `));
}
