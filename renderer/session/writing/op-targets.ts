import type { ElementId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';

/** The elements that an op changes. */
export function targetsOf(op: Op): readonly ElementId[] {
  if (op.kind === 'alive') return op.ids;
  if (op.kind === 'forget') return [];
  return [op.kind === 'restore' ? op.state.id : op.id];
}
