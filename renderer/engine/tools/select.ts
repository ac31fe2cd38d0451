import type { Disposable } from '../../../core/base/disposable.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { BoardChange, Gesture } from '../../../core/room/board-access.ts';
import { UNITS } from '../geometry.ts';
import { proposeCopies } from '../selection/copies.ts';
import { elementsIn, topmostAt } from '../selection/hit-test.ts';
import { type Place, placesOf, proposePlaces } from '../selection/selection-actions.ts';
import {
  type CancelReason,
  DRAG_THRESHOLD,
  DRAG_THRESHOLD_COARSE,
  HIT_MARGIN,
  type PointerSample,
  TICK_MS,
  type Tool,
  type ToolHost,
} from './tool.ts';

type SelectHost = Pick<ToolHost, 'access' | 'clock' | 'scene' | 'selection' | 'zoom' | 'lift' | 'sketch' | 'wake'>;

/** With more than this many, others see the move when it is finished: 30 times a second would be thousands of ops. */
const MOVED_LIVE = 100;

interface Start {
  readonly xScreen: number;
  readonly yScreen: number;
  readonly xWorld: number;
  readonly yWorld: number;
}

type State =
  | { readonly stage: 'idle' }
  /** Down, not yet a drag. `hit`: what lies there; `inside`: within the box of the selection. */
  | { readonly stage: 'pressed'; readonly from: Start; readonly hit: ElementId | undefined; readonly inside: boolean }
  | { readonly stage: 'marquee'; readonly from: Start; readonly kept: ReadonlySet<ElementId> }
  | {
      readonly stage: 'moving';
      readonly from: Start;
      readonly gesture: Gesture;
      places: ReadonlyMap<ElementId, Place>;
      dx: number;
      dy: number;
      sentDx: number;
      sentDy: number;
      timer: Disposable | undefined;
    };

const IDLE: State = { stage: 'idle' };

/** Click, shift-click, marquee, move, alt-drag to copy. */
export class SelectTool implements Tool {
  readonly #host: SelectHost;
  #state: State = IDLE;
  #isOver = false;

  constructor(host: SelectHost) {
    this.#host = host;
  }

  cursor(): string {
    return this.#state.stage === 'moving' || this.#isOver ? 'move' : 'default';
  }

  hover(sample: PointerSample | undefined): void {
    this.#isOver = sample !== undefined && (this.#hit(sample) !== undefined || this.#isInside(sample));
  }

  press(sample: PointerSample): void {
    const { xScreen, yScreen, xWorld, yWorld } = sample;
    this.#state = {
      stage: 'pressed',
      from: { xScreen, yScreen, xWorld, yWorld },
      hit: this.#hit(sample),
      inside: this.#isInside(sample),
    };
  }

  drag(sample: PointerSample): void {
    if (this.#state.stage === 'pressed') this.#maybeStart(this.#state, sample);
    if (this.#state.stage === 'marquee') this.#stretch(this.#state, sample);
    else if (this.#state.stage === 'moving') this.#move(this.#state, sample);
    this.#host.wake('overlay');
  }

  release(sample: PointerSample): void {
    const state = this.#state;
    if (state.stage === 'pressed') this.#click(state.hit, sample.shift);
    else if (state.stage === 'moving') this.#putDown(state);
    this.#reset();
  }

  cancel(reason: CancelReason): void {
    const state = this.#state;
    if (state.stage === 'moving') {
      if (reason !== 'interrupted') state.dx = state.dy = 0;
      this.#putDown(state);
    } else if (state.stage === 'marquee' && reason !== 'interrupted') {
      this.#host.selection.set(state.kept);
    }
    this.#reset();
  }

  boardChanged(change: BoardChange): void {
    const { access, selection, lift } = this.#host;
    const board = access.board();
    const looked = change.ids === 'all' ? [...selection.ids] : change.ids.filter((id) => selection.ids.has(id));
    const gone = looked.filter((id) => {
      if (!board.get(id)?.alive) return true;
      // Somebody else has moved it: it is in their hands now.
      return change.origin === 'server' && this.#movesOf(id) && board.stampOf(id, 'x')?.clientId !== access.clientId;
    });
    if (gone.length === 0) return;
    selection.drop(gone);
    const state = this.#state;
    if (state.stage !== 'moving') return;
    const places = new Map(state.places);
    for (const id of gone) places.delete(id);
    state.places = places;
    lift({ places: state.places, dx: state.dx, dy: state.dy });
  }

  #movesOf(id: ElementId): boolean {
    return this.#state.stage === 'moving' && this.#state.places.has(id);
  }

  #hit(sample: PointerSample): ElementId | undefined {
    const { access, scene, zoom } = this.#host;
    return topmostAt(scene, access.board(), sample.xWorld, sample.yWorld, HIT_MARGIN / zoom());
  }

  #isInside(sample: PointerSample): boolean {
    const box = this.#host.selection.box(this.#host.scene);
    if (!box) return false;
    const { xWorld, yWorld } = sample;
    return xWorld >= box.minX && xWorld <= box.maxX && yWorld >= box.minY && yWorld <= box.maxY;
  }

  #click(hit: ElementId | undefined, shift: boolean): void {
    const { selection } = this.#host;
    if (hit === undefined) {
      if (!shift) selection.clear();
    } else if (shift) selection.toggle(hit);
    else selection.set([hit]);
  }

  #maybeStart(state: Extract<State, { stage: 'pressed' }>, sample: PointerSample): void {
    const far = Math.hypot(sample.xScreen - state.from.xScreen, sample.yScreen - state.from.yScreen);
    if (far < (sample.pointer === 'touch' ? DRAG_THRESHOLD_COARSE : DRAG_THRESHOLD)) return;
    const { access, selection } = this.#host;
    const { hit, from } = state;
    const isSelected = hit !== undefined && selection.ids.has(hit);
    if (hit === undefined && !state.inside) {
      this.#state = { stage: 'marquee', from, kept: sample.shift ? selection.ids : new Set() };
      return;
    }
    if (hit !== undefined && !isSelected) selection.set(sample.shift ? [...selection.ids, hit] : [hit]);
    const gesture = access.newGesture();
    if (sample.alt) selection.set(proposeCopies(access, [...selection.ids], { dx: 0, dy: 0 }, gesture));
    const places = placesOf(access.board(), selection.ids);
    this.#state = { stage: 'moving', from, gesture, places, dx: 0, dy: 0, sentDx: 0, sentDy: 0, timer: undefined };
  }

  #stretch(state: Extract<State, { stage: 'marquee' }>, sample: PointerSample): void {
    const { access, scene, selection, sketch } = this.#host;
    const { xWorld: x1, yWorld: y1 } = state.from;
    const { xWorld: x2, yWorld: y2 } = sample;
    const box = { minX: Math.min(x1, x2), minY: Math.min(y1, y2), maxX: Math.max(x1, x2), maxY: Math.max(y1, y2) };
    sketch({ kind: 'marquee', x1, y1, x2, y2 });
    selection.set([...state.kept, ...elementsIn(scene, access.board(), box)]);
  }

  #move(state: Extract<State, { stage: 'moving' }>, sample: PointerSample): void {
    let dx = Math.round((sample.xWorld - state.from.xWorld) * UNITS);
    let dy = Math.round((sample.yWorld - state.from.yWorld) * UNITS);
    // Shift keeps to one axis.
    if (sample.shift && Math.abs(dx) < Math.abs(dy)) dx = 0;
    else if (sample.shift) dy = 0;
    state.dx = dx;
    state.dy = dy;
    this.#host.lift({ places: state.places, dx, dy });
    if (state.places.size <= MOVED_LIVE) state.timer ??= this.#host.clock.after(TICK_MS, () => this.#tick(state));
  }

  #tick(state: Extract<State, { stage: 'moving' }>): void {
    state.timer = undefined;
    if (this.#state === state) this.#send(state);
  }

  #send(state: Extract<State, { stage: 'moving' }>): void {
    if (state.dx === state.sentDx && state.dy === state.sentDy) return;
    state.sentDx = state.dx;
    state.sentDy = state.dy;
    proposePlaces(this.#host.access, state.places, state, state.gesture);
  }

  #putDown(state: Extract<State, { stage: 'moving' }>): void {
    state.timer?.dispose();
    this.#send(state);
    this.#host.lift(undefined);
  }

  #reset(): void {
    this.#state = IDLE;
    this.#host.sketch({ kind: 'none' });
    this.#host.wake('overlay');
  }
}
