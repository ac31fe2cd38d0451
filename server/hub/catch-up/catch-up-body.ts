import type { InstanceId, Seq } from '../../../core/board/ids.ts';
import type { CatchUpItem } from '../../../core/contract/hub-contract.ts';

type Chunk = Extract<CatchUpItem, { readonly kind: 'chunk' }>;

/** A whole catch-up message. `vector` is what its reader knows afterwards. */
export interface CatchUpBody {
  /** Identifies these bytes, across all rooms. */
  readonly id: string;
  readonly how: 'suffix' | 'delta' | 'snapshot';
  /** The same objects for every reader: a body is never built or copied per reader. */
  readonly chunks: readonly Chunk[];
  /** Sum of the chunks. */
  readonly bytes: number;
  readonly elements: number;
  readonly vector: readonly (readonly [InstanceId, Seq])[];
}
