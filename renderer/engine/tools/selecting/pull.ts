import { transformed, turnedAbout } from '../../../../core/base/matrix.ts';
import type { Box, Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { Gesture } from '../../../../core/room/board-access.ts';
import { UNITS } from '../../geometry.ts';
import { CHANGED_LIVE } from '../../layers/lifted-group.ts';
import {
  type Hold,
  heldValues,
  holdsOf,
  leans,
  matrixOf,
  NO_RESHAPE,
  type Reshape,
  reshaped,
} from '../../selection/arranging/reshape.ts';
import { hasValues, proposeEach } from '../../selection/arranging/selection-actions.ts';
import { allGuides, boxesAround, edgeSnapOf, type PulledSides } from '../../selection/arranging/snapping.ts';
import { type Frame, middleOf } from '../../selection/frames.ts';
import { HANDLE_SIDES, type Handle } from '../../selection/handles/handles.ts';
import { ShownElement } from '../../selection/handles/shown-element.ts';
import { fittedBoxes } from '../../text/label-fit.ts';
import type { Point } from '../../view/camera.ts';
import { Ticker } from '../ticker.ts';
import type { PointerSample } from '../tool.ts';
import { nearestTurn } from '../turn-steps.ts';
import type { SelectGesture, SelectHost, Start } from './select-gesture.ts';

export interface Pulled {
  readonly handle: Handle;
  readonly frame: Frame;
  readonly from: Start;
}

/** Drags a handle: stretches or turns the selection. Shown at once, sent once in a tick. */
export class Pull implements SelectGesture {
  readonly cursor: string;
  readonly #host: SelectHost;
  readonly #pulled: Pulled;
  readonly #gesture: Gesture;
  readonly #ticker: Ticker;
  readonly #isEven: boolean;
  #holds: ReadonlyMap<ElementId, Hold>;
  /** The boxes to which it may snap. */
  #others: readonly Box[] | undefined;
  #now: Reshape = NO_RESHAPE;
  #sent: Reshape = NO_RESHAPE;

  constructor(host: SelectHost, pulled: Pulled, cursor: string) {
    this.#host = host;
    this.#pulled = pulled;
    this.cursor = cursor;
    this.#gesture = host.access.newGesture();
    this.#holds = holdsOf(host.access.board(), host.selection.ids);
    this.#isEven = keepsProportion(this.#holds, pulled.handle);
    this.#ticker = new Ticker(host.clock, () => this.#send());
  }

  drag(sample: PointerSample): void {
    this.#now = this.#reshape(sample);
    this.#lift();
    if (this.#holds.size <= CHANGED_LIVE) this.#ticker.soon();
  }

  release(): void {
    this.#ticker.now();
    this.#fitLabels();
    this.#host.lift(undefined);
  }

  /** Shapes cannot become smaller than their labels. */
  #fitLabels(): void {
    const { access } = this.#host;
    if (this.#sent.kind !== 'stretch') return;
    proposeEach(access, fittedBoxes(access.board(), this.#holds.keys()), this.#gesture);
  }

  takeBack(): void {
    this.#ticker.stop();
    this.#host.lift(undefined);
    if (this.#sent === NO_RESHAPE) return;
    const held = [...this.#holds].map(([id, hold]) => [id, heldValues(hold)] as const);
    proposeEach(this.#host.access, held, this.#gesture);
  }

  isTaken(id: ElementId): boolean {
    const hold = this.#holds.get(id);
    const element = this.#host.access.board().get(id);
    if (!hold || !element) return false;
    const sent = this.#sent === NO_RESHAPE ? heldValues(hold) : { ...heldValues(hold), ...reshaped(hold, this.#sent) };
    return !hasValues(element, sent);
  }

  drop(gone: readonly ElementId[]): void {
    const holds = new Map(this.#holds);
    for (const id of gone) holds.delete(id);
    this.#holds = holds;
    this.#lift();
  }

  #lift(): void {
    const now = this.#now;
    const { e, f, ...turn } = matrixOf(now);
    const shown = (element: Element): Element => {
      const hold = this.#holds.get(element.id);
      return hold ? new ShownElement(element, reshaped(hold, now)) : element;
    };
    const matrix = { ...turn, e: e / UNITS, f: f / UNITS };
    const frame = reshapedFrame(this.#pulled.frame, now);
    this.#host.lift({ places: this.#holds, dx: 0, dy: 0, reshaped: { matrix, shown }, frame });
  }

  #send(): void {
    const now = this.#now;
    if (now === this.#sent) return;
    this.#sent = now;
    const values = [...this.#holds].map(([id, hold]) => [id, reshaped(hold, now)] as const);
    proposeEach(this.#host.access, values, this.#gesture);
  }

  #reshape({ xWorld, yWorld, shift, alt, mod }: PointerSample): Reshape {
    const { handle, frame, from } = this.#pulled;
    const start = { x: from.xWorld * UNITS, y: from.yWorld * UNITS };
    const now = { x: xWorld * UNITS, y: yWorld * UNITS };
    if (handle === 'turn') return turnOf(frame, start, now, shift);
    const isEven = this.#isEven !== shift;
    const stretch = stretchOf({ handle, frame, start, now, isEven, isFromMiddle: alt });
    // Ctrl inverts the person's setting.
    if (this.#host.habits().snaps === mod || frame.angle !== 0) {
      this.#host.sketch({ kind: 'none' });
      return stretch;
    }
    return this.#snapped(stretch, HANDLE_SIDES[handle], { isEven, isFromMiddle: alt });
  }

  #snapped(
    stretch: Stretch,
    sides: PulledSides,
    { isEven, isFromMiddle }: { readonly isEven: boolean; readonly isFromMiddle: boolean },
  ): Reshape {
    const { access, scene, zoom, sketch } = this.#host;
    const { box } = this.#pulled.frame;
    this.#others ??= boxesAround({ board: access.board(), scene, zoom: zoom() }, box, new Set(this.#holds.keys()));
    const { dx, dy } = edgeSnapOf(stretched(box, stretch), sides, this.#others, zoom());
    const snapped = lengthened(stretch, box, { dx, dy, sides, isEven, isFromMiddle });
    const guides = allGuides(stretched(box, snapped), this.#others);
    sketch(guides.length > 0 ? { kind: 'guides', guides } : { kind: 'none' });
    return snapped;
  }
}

/** True for text, pictures, and elements that would need a skew. Shift inverts it. */
function keepsProportion(holds: ReadonlyMap<ElementId, Hold>, handle: Handle): boolean {
  const all = [...holds.values()];
  const isCorner = handle.length === 2;
  if (all.length === 1) return all.some(({ as, isPicture }) => as === 'text' || isPicture) && (isCorner || all[0]?.as !== 'text');
  return all.some((hold) => leans(hold));
}

function turnOf(frame: Frame, start: Point, now: Point, isStepped: boolean): Reshape {
  const about = middleOf(frame.box);
  const by = Math.atan2(now.y - about.y, now.x - about.x) - Math.atan2(start.y - about.y, start.x - about.x);
  if (!isStepped) return { kind: 'turn', about, by };
  return { kind: 'turn', about, by: nearestTurn(frame.angle + by) - frame.angle };
}

type Stretch = Extract<Reshape, { readonly kind: 'stretch' }>;

/** Where a box is after a stretch along its sides. */
function stretched(box: Box, stretch: Stretch): Box {
  const matrix = matrixOf(stretch);
  const [a, b] = [transformed(matrix, box.minX, box.minY), transformed(matrix, box.maxX, box.maxY)];
  return { minX: Math.min(a.x, b.x), minY: Math.min(a.y, b.y), maxX: Math.max(a.x, b.x), maxY: Math.max(a.y, b.y) };
}

interface Lengthening {
  readonly dx: number;
  readonly dy: number;
  readonly sides: PulledSides;
  readonly isEven: boolean;
  readonly isFromMiddle: boolean;
}

/** A stretch with the additional movement of its pulled sides. If it keeps its proportion, the smaller step counts. */
function lengthened(stretch: Stretch, box: Box, { dx, dy, sides, isEven, isFromMiddle }: Lengthening): Stretch {
  // A flipped box has its sides exchanged, so it does not snap.
  if (stretch.scaleX <= 0 || stretch.scaleY <= 0) return stretch;
  const reach = isFromMiddle ? 2 : 1;
  const byX = (dx * sides[0] * reach) / (box.maxX - box.minX || 1);
  const byY = (dy * sides[1] * reach) / (box.maxY - box.minY || 1);
  if (!isEven) return { ...stretch, scaleX: stretch.scaleX + byX, scaleY: stretch.scaleY + byY };
  const isAcross = byX !== 0 && (byY === 0 || Math.abs(dx) <= Math.abs(dy));
  const by = isAcross ? 1 + byX / stretch.scaleX : 1 + byY / stretch.scaleY;
  return { ...stretch, scaleX: stretch.scaleX * by, scaleY: stretch.scaleY * by };
}

interface Stretching {
  readonly handle: Exclude<Handle, 'turn'>;
  readonly frame: Frame;
  readonly start: Point;
  readonly now: Point;
  readonly isEven: boolean;
  readonly isFromMiddle: boolean;
}

function stretchOf({ handle, frame, start, now, isEven, isFromMiddle }: Stretching): Stretch {
  const { box, angle } = frame;
  const [sideX, sideY] = HANDLE_SIDES[handle];
  const middle = middleOf(box);
  const back = turnedAbout(-angle, middle);
  const [a, b] = [transformed(back, start.x, start.y), transformed(back, now.x, now.y)];
  const reach = isFromMiddle ? 2 : 1;
  const [width, height] = [box.maxX - box.minX, box.maxY - box.minY];
  let scaleX = scaleAlong(width, sideX * (b.x - a.x) * reach);
  let scaleY = scaleAlong(height, sideY * (b.y - a.y) * reach);
  if (isEven) [scaleX, scaleY] = evened(scaleX, scaleY, [sideX, sideY]);
  const anchorX = isFromMiddle ? middle.x : sideX > 0 ? box.minX : sideX < 0 ? box.maxX : middle.x;
  const anchorY = isFromMiddle ? middle.y : sideY > 0 ? box.minY : sideY < 0 ? box.maxY : middle.y;
  const anchor = transformed(turnedAbout(angle, middle), anchorX, anchorY);
  return { kind: 'stretch', anchor, scaleX, scaleY, axes: angle };
}

/** Never to zero, because that could not be reversed. */
function scaleAlong(size: number, pulled: number): number {
  if (size === 0) return 1;
  const scale = 1 + pulled / size;
  const least = 1 / size;
  return Math.abs(scale) < least ? (scale < 0 ? -least : least) : scale;
}

/** At a corner the greater factor counts for both axes; at a side the other axis follows. */
function evened(scaleX: number, scaleY: number, [sideX, sideY]: readonly [number, number]): readonly [number, number] {
  if (sideX === 0) return [Math.abs(scaleY), scaleY];
  if (sideY === 0) return [scaleX, Math.abs(scaleX)];
  const most = Math.max(Math.abs(scaleX), Math.abs(scaleY));
  return [Math.sign(scaleX) * most, Math.sign(scaleY) * most];
}

/** The frame of the selection after the change. */
function reshapedFrame({ box, angle }: Frame, now: Reshape): Frame {
  const before = middleOf(box);
  const middle = transformed(matrixOf(now), before.x, before.y);
  const [scaleX, scaleY] = now.kind === 'stretch' ? [Math.abs(now.scaleX), Math.abs(now.scaleY)] : [1, 1];
  const halfW = ((box.maxX - box.minX) / 2) * scaleX;
  const halfH = ((box.maxY - box.minY) / 2) * scaleY;
  return {
    box: { minX: middle.x - halfW, minY: middle.y - halfH, maxX: middle.x + halfW, maxY: middle.y + halfH },
    angle: now.kind === 'turn' ? angle + now.by : angle,
  };
}
