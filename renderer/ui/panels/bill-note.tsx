import type { ReactNode } from 'react';
import type { Bill } from '../../../core/contract/hub-contract.ts';
import { useSource } from '../use-source.ts';
import type { Source } from '../value-store.ts';
import { billWords } from '../words/bill-words.ts';

/** What the room costs, for as long as it is shown. Nothing while that is not known. */
export function BillNote({ bill }: { readonly bill: Source<Bill | undefined> }): ReactNode {
  const known = useSource(bill);
  if (known === undefined) return null;
  const { price, day } = billWords(known);
  return (
    <div className="bill-note" data-testid="bill">
      <p>{price}</p>
      {day === undefined ? null : <p className="hint">{day}</p>}
    </div>
  );
}
