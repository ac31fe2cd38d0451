import { checkBatch } from '../../../../core/board/admission/validate-op.ts';
import { Board } from '../../../../core/board/board.ts';
import { decodeOps, encodeOps } from '../../../../core/board/codec/op-codec.ts';
import type { Op } from '../../../../core/board/op.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { packValue, unpackValue } from '../../../../core/wire/msgpack.ts';
import { ME } from './local-board.ts';

/** Sends every batch through the wire and admission onto a hub's board; throws with the code of the first one that is refused. */
export function acceptAll(batches: readonly { readonly ops: readonly Op[] }[], hub = new Board()): Board {
  for (const { ops } of batches) {
    const bytes = packValue(encodeOps(ME, ops));
    if (bytes.length > LIMITS.messageBytes) throw new Error(`message of ${bytes.length} bytes`);
    const read = decodeOps(ME, unpackValue(bytes));
    if (!read.ok) throw new Error(read.error.code);
    const refused = checkBatch(hub, ME, read.value);
    if (refused) throw new Error(refused.code);
    hub.apply(ME, read.value);
  }
  return hub;
}
