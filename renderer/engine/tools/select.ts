import type { Element } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { BoardChange } from '../../../core/room/board-access.ts';
import { withMembers } from '../selection/arranging/arrange.ts';
import { proposeCopies } from '../selection/arranging/copies.ts';
import { enteredBy, isEntered, withGroups } from '../selection/arranging/groups.ts';
import { gripAt, type LineGrip, onlyLine, placedGrips } from '../selection/handles/end-handles.ts';
import { type Handle, handleAt, handleCursor, isWithin } from '../selection/handles/handles.ts';
import { isLocked, topmostAt } from '../selection/hit-test.ts';
import { DRAG_THRESHOLD_COARSE, isDrag } from './is-drag.ts';
import { bendPull } from './selecting/bend-pull.ts';
import { cornerPull } from './selecting/corner-pull.ts';
import { endPull } from './selecting/end-pull.ts';
import { Lasso } from './selecting/lasso.ts';
import { Marquee } from './selecting/marquee.ts';
import { Move } from './selecting/move.ts';
import { Pull } from './selecting/pull.ts';
import type { SelectGesture, SelectHost, Start } from './selecting/select-gesture.ts';
import { type CancelReason, HIT_MARGIN, type PointerSample, type Tool } from './tool.ts';

/** Two clicks at one place within this time are a double click. Milliseconds. */
const DOUBLE_CLICK_MS = 400;

/** A press that is not yet a drag. `hit`: the element there; `inside`: within the frame of the selection; `handle`: at a handle of it. */
interface Pressed {
  readonly from: Start;
  readonly hit: ElementId | undefined;
  readonly inside: boolean;
  readonly handle: Handle | undefined;
  /** The grip of the selected line at the press. */
  readonly grip: LineGrip | undefined;
}

/** Click, shift-click, double click, marquee, lasso with Alt, move, copy with Alt and drag, drag of handles. */
export class SelectTool implements Tool {
  readonly #host: SelectHost;
  #pressed: Pressed | undefined;
  #gesture: SelectGesture | undefined;
  #over = 'default';
  #lastClick: { readonly x: number; readonly y: number; readonly at: number } | undefined;

  constructor(host: SelectHost) {
    this.#host = host;
  }

  cursor(): string {
    return this.#gesture?.cursor ?? this.#over;
  }

  hover(sample: PointerSample | undefined): void {
    this.#over = sample === undefined ? 'default' : this.#cursorAt(sample);
  }

  press(sample: PointerSample): void {
    const { xScreen, yScreen, xWorld, yWorld } = sample;
    this.#pressed = {
      from: { xScreen, yScreen, xWorld, yWorld },
      hit: this.#hit(sample),
      inside: this.#isInside(sample),
      handle: this.#handle(sample),
      grip: this.#grip(sample),
    };
  }

  drag(sample: PointerSample): void {
    if (this.#pressed && !this.#gesture && isDrag(this.#pressed.from, sample)) {
      this.#gesture = this.#begin(this.#pressed, sample);
    }
    this.#gesture?.drag(sample);
    this.#host.wake('overlay');
  }

  release(sample: PointerSample): void {
    if (this.#gesture) this.#gesture.release();
    // Without a drag a handle does not count: the click selects the element there.
    else if (this.#pressed && (!this.#pressed.handle || this.#pressed.hit !== undefined)) this.#click(this.#pressed, sample);
    this.#reset();
  }

  cancel(reason: CancelReason): void {
    if (reason === 'interrupted') this.#gesture?.release();
    else this.#gesture?.takeBack();
    this.#reset();
  }

  boardChanged(change: BoardChange): void {
    const { access, selection } = this.#host;
    const board = access.board();
    const looked = change.ids === 'all' ? [...selection.ids] : change.ids.filter((id) => selection.ids.has(id));
    const gone = looked.filter((id) => {
      if (!board.get(id)?.alive) return true;
      // Another person has moved or stretched it: the gesture must give it up.
      return change.origin === 'server' && this.#gesture?.isTaken(id) === true;
    });
    if (gone.length === 0) return;
    selection.drop(gone);
    this.#gesture?.drop(gone);
  }

  #hit(sample: PointerSample): ElementId | undefined {
    const { access, scene, zoom } = this.#host;
    return topmostAt(scene, access.board(), sample.xWorld, sample.yWorld, HIT_MARGIN / zoom());
  }

  #isInside({ xWorld, yWorld }: PointerSample): boolean {
    const { access, scene, selection } = this.#host;
    const frame = selection.frame(access.board(), scene);
    return frame !== undefined && isWithin(frame, { x: xWorld, y: yWorld });
  }

  #grip({ xWorld, yWorld, pointer }: PointerSample): LineGrip | undefined {
    const { access, selection, zoom } = this.#host;
    const board = access.board();
    const line = selection.isLocked(board) ? undefined : onlyLine(board, selection.ids);
    return line && gripAt(placedGrips(board, line, zoom()), zoom(), { x: xWorld, y: yWorld }, pointer === 'touch');
  }

  #handle({ xWorld, yWorld, pointer }: PointerSample): Handle | undefined {
    const { access, scene, selection, zoom } = this.#host;
    const hasNone = selection.isLocked(access.board()) || onlyLine(access.board(), selection.ids) !== undefined;
    const frame = hasNone ? undefined : selection.frame(access.board(), scene);
    return frame && handleAt(frame, zoom(), { x: xWorld, y: yWorld }, pointer === 'touch');
  }

  #cursorAt(sample: PointerSample): string {
    const { access, scene, selection } = this.#host;
    const grip = this.#grip(sample);
    if (grip) return grip.part === 'bend' ? 'move' : 'crosshair';
    const handle = this.#handle(sample);
    if (handle) return handleCursor(handle, selection.frame(access.board(), scene)?.angle ?? 0);
    return this.#hit(sample) !== undefined || this.#isInside(sample) ? 'move' : 'default';
  }

  #click({ hit, from }: Pressed, { shift }: PointerSample): void {
    const { access, scene, selection, clock } = this.#host;
    const board = access.board();
    const last = this.#lastClick;
    const now = clock.mono();
    const isDouble =
      last !== undefined &&
      now - last.at < DOUBLE_CLICK_MS &&
      Math.hypot(last.x - from.xScreen, last.y - from.yScreen) < DRAG_THRESHOLD_COARSE;
    this.#lastClick = isDouble ? undefined : { x: from.xScreen, y: from.yScreen, at: now };
    if (hit === undefined) {
      if (!shift) selection.clear();
      return;
    }
    if (isDouble && !shift) selection.entered = enteredBy(board, hit, selection.entered);
    else if (!isEntered(board, hit, selection.entered)) selection.entered = [];
    const unit = withGroups(board, [hit], () => scene.ids(), selection.entered);
    if (!shift) selection.set(unit);
    else if (selection.ids.has(hit)) selection.drop(unit);
    else selection.set([...selection.ids, ...unit]);
  }

  #begin({ from, hit, inside, handle, grip }: Pressed, sample: PointerSample): SelectGesture {
    const { access, scene, selection } = this.#host;
    const board = access.board();
    const frame = selection.frame(board, scene);
    const line = grip && onlyLine(board, selection.ids);
    if (line && grip) return this.#pullOf(line, grip, from, sample);
    if (handle && frame) return new Pull(this.#host, { handle, frame, from }, handleCursor(handle, frame.angle));
    if (hit === undefined && !inside) {
      const kept = sample.shift ? selection.ids : new Set<ElementId>();
      return sample.alt ? new Lasso(this.#host, from, kept) : new Marquee(this.#host, from, kept);
    }
    if (hit !== undefined && !selection.ids.has(hit)) {
      if (!isEntered(board, hit, selection.entered)) selection.entered = [];
      const unit = withGroups(board, [hit], () => scene.ids(), selection.entered);
      selection.set(sample.shift ? [...selection.ids, ...unit] : unit);
    }
    const gesture = access.newGesture();
    const free = [...selection.ids].filter((id) => !isLocked(board, id));
    if (!sample.alt) return new Move(this.#host, from, withMembers(this.#host, free), { gesture });
    const ids = proposeCopies(access, [...withMembers(this.#host, free)], { dx: 0, dy: 0 }, gesture);
    const copiesOf = new Set(selection.ids);
    selection.set(ids);
    return new Move(this.#host, from, ids, { gesture, copiesOf });
  }

  /** Alt makes a corner of the middle in place of a bend. */
  #pullOf(line: Element, { part, index }: LineGrip, from: Start, { alt }: PointerSample): SelectGesture {
    if (part === 'from' || part === 'to') return endPull(this.#host, line, part);
    if (part === 'bend' && !alt) return bendPull(this.#host, line, from);
    return cornerPull(this.#host, line, { index, isNew: part !== 'corner' });
  }

  #reset(): void {
    this.#pressed = undefined;
    this.#gesture = undefined;
    this.#host.sketch({ kind: 'none' });
    this.#host.wake('overlay');
  }
}
