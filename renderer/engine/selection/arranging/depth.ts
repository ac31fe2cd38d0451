import type { ElementId } from '../../../../core/board/ids.ts';
import type { Values } from '../../../../core/board/kinds.ts';
import { orderKeysBetween } from '../../../../core/board/order-key.ts';
import { compareDepth, type Scene, type SceneEntry } from '../../scene.ts';

/** The target of a selection in the z-order: one step above or below an overlapping element, or to an end. */
export type DepthStep = 'forward' | 'backward' | 'front' | 'back';

/** New order keys that move a selection as one. Empty when it is there already. */
export function depthChanges(
  scene: Scene,
  ids: ReadonlySet<ElementId>,
  step: DepthStep,
): readonly (readonly [ElementId, Omit<Values, 'alive'>])[] {
  const chosen: SceneEntry[] = [];
  const others: SceneEntry[] = [];
  for (const entry of scene.entries()) (ids.has(entry.id) ? chosen : others).push(entry);
  chosen.sort(compareDepth);
  const gap = gapFor(scene, { chosen, others, ids }, step);
  const keys = gap && orderKeysBetween(gap.low, gap.high, chosen.length);
  return keys ? chosen.map(({ id }, i) => [id, { order: keys[i] as string }] as const) : [];
}

interface Pile {
  /** Ascending. */
  readonly chosen: readonly SceneEntry[];
  readonly others: readonly SceneEntry[];
  readonly ids: ReadonlySet<ElementId>;
}

interface Gap {
  readonly low: string;
  readonly high: string;
}

function gapFor(scene: Scene, pile: Pile, step: DepthStep): Gap | undefined {
  const { chosen, others } = pile;
  const [lowest, highest] = [chosen[0], chosen.at(-1)];
  if (!lowest || !highest || others.length === 0) return undefined;
  if (step === 'front') {
    const low = most(others);
    return chosen.every(({ order }) => order > low) ? undefined : { low, high: '' };
  }
  if (step === 'back') {
    const high = least(others);
    return chosen.every(({ order }) => order < high) ? undefined : { low: '', high };
  }
  const near = overlapping(scene, pile).sort(compareDepth);
  if (step === 'forward') {
    const over = near.find((entry) => entry.band === highest.band && compareDepth(entry, highest) > 0);
    return over && { low: over.order, high: least(others.filter(({ order }) => order > over.order)) };
  }
  const under = near.findLast((entry) => entry.band === lowest.band && compareDepth(entry, lowest) < 0);
  return under && { low: most(others.filter(({ order }) => order < under.order)), high: under.order };
}

function overlapping(scene: Scene, { chosen, ids }: Pile): SceneEntry[] {
  const near = new Map<ElementId, SceneEntry>();
  for (const entry of chosen) for (const other of scene.search(entry)) if (!ids.has(other.id)) near.set(other.id, other);
  return [...near.values()];
}

function most(entries: readonly SceneEntry[]): string {
  let order = '';
  for (const entry of entries) if (entry.order > order) order = entry.order;
  return order;
}

/** '' for none: nothing is above. */
function least(entries: readonly SceneEntry[]): string {
  let order = '';
  for (const entry of entries) if (order === '' || entry.order < order) order = entry.order;
  return order;
}
