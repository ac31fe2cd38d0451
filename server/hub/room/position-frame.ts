import type { InstanceId, Seq } from '../../../core/board/ids.ts';
import { encodeFrame, type MemberChange } from '../../../core/room/frame.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';

/**
 * A frame without batches that tells an origin's position, so that a receiver that lacks a frame sees the gap [SEQ-2], and the
 * members that came or left there.
 */
export function positionFrame(
  origin: InstanceId,
  { seq, durableSeq }: { readonly seq: Seq; readonly durableSeq: Seq },
  members: readonly MemberChange[],
): WireValue[] {
  return encodeFrame({ origin, firstSeq: seq + 1, durableSeq, batches: [], cursors: [], members });
}
