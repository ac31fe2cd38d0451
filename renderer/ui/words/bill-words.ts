import type { Bill } from '../../../core/contract/hub-contract.ts';

/** What the people panel says about what the room costs. Of money it says nothing: prices change, and differ from place to place. */
export interface BillWords {
  readonly price: string;
  /** What a day like this comes to, beside what is included; undefined when it comes to nothing. */
  readonly day: string | undefined;
}

const DAY_SECONDS = 86_400;
/** Less than one message in the ten seconds that a bill is about is nothing. */
const LEAST = 0.1;

export function billWords({ unitsPerSecond, instances }: Bill): BillWords {
  const what = instances === 1 ? 'This room costs' : 'This server’s share of the room costs';
  const share = instances === 1 ? '' : ` ${instances.toLocaleString('en')} servers serve it.`;
  if (unitsPerSecond < LEAST) return { price: `${what} nothing on Azure SignalR just now.${share}`, day: undefined };
  const rate = about(unitsPerSecond);
  return {
    price: `${what} about ${rate} ${rate === '1' ? 'message' : 'messages'} a second on Azure SignalR.${share}`,
    // Reference 11.1: what a unit of the standard tier includes.
    day: `A whole day like this would be about ${about(unitsPerSecond * DAY_SECONDS)}. Each Standard unit includes 1 million a day.`,
  };
}

/** Two digits say all that there is to know of a figure that changes every moment: `0.4`, `24`, `1,400`, `2.1 million`. */
function about(count: number): string {
  if (count < 10) return count.toLocaleString('en', { maximumFractionDigits: 1 });
  const words = { maximumSignificantDigits: 2 } as const;
  return count < 995_000
    ? count.toLocaleString('en', words)
    : count.toLocaleString('en', { ...words, notation: 'compact', compactDisplay: 'long' });
}
