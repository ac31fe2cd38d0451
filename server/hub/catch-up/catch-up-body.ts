import type { InstanceId, Seq } from '../../../core/board/ids.ts';
import type { CatchUpItem } from '../../../core/contract/hub-contract.ts';

type Chunk = Extract<CatchUpItem, { readonly kind: 'chunk' }>;

/** One message of catching up, whole; `vector` is what its reader knows afterwards. */
export interface CatchUpBody {
  /** Names these bytes, in this room and in every other. */
  readonly id: string;
  readonly how: 'suffix' | 'delta' | 'snapshot';
  /** The same objects for every reader: nothing of a body is made or copied per reader. */
  readonly chunks: readonly Chunk[];
  /** Sum of the chunks. */
  readonly bytes: number;
  readonly elements: number;
  readonly vector: readonly (readonly [InstanceId, Seq])[];
}
