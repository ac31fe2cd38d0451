import type { InstanceId, Seq } from '../../../core/board/ids.ts';
import { encodeFrame, type MemberChange } from '../../../core/room/frame.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';

/** A frame without batches that says how far an origin is, so that whoever lacks something of it sees the hole [SEQ-2], and who came or left there. */
export function standFrame(origin: InstanceId, seq: Seq, members: readonly MemberChange[]): WireValue[] {
  return encodeFrame({ origin, firstSeq: seq + 1, durableSeq: seq, batches: [], cursors: [], members });
}
