import type { Disposable } from '../../../core/base/disposable.ts';
import type { ElementKind } from '../../../core/board/kinds.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import type { BoardChange } from '../../../core/room/board-access.ts';
import { PulledInk } from '../ink/pen-profile.ts';
import { straightOps } from '../ink/straight-ops.ts';
import { straighten } from '../ink/straighten.ts';
import { StrokeWriter } from '../ink/stroke-writer.ts';
import { boxOfPolygon } from '../kinds/shapes/polygon.ts';
import { WIDTHS } from '../palette.ts';
import { BIND_REACH, bindingAt } from '../selection/bind-target.ts';
import { type CancelReason, type PointerSample, PRESSURE_HOLD_MS, TOUCH_HOLD_MS, type Tool, type ToolHost } from './tool.ts';

type PenHost = Pick<ToolHost, 'access' | 'clock' | 'scene' | 'zoom' | 'style' | 'habits' | 'draft' | 'undraft' | 'wake'>;

/** A stroke is straightened after the pointer has rested this many milliseconds; and the screen pixels that a resting pointer may move. */
const HOLD_MS = 600;
const TREMBLE = 4;
/** A timer this late means a busy page, on which movements of the pointer may still wait to be read. Milliseconds. */
const LATE_MS = 200;
/** Screen pixels: shorter strokes are not straightened. Strokes with more points than this are drawings and are not straightened. */
const SHORTEST = 24;
const MOST_POINTS = 4_000;

/** The way of the pointer so far, world pixels, and its resting place. */
interface Way {
  readonly points: number[];
  xRest: number;
  yRest: number;
}

/**
 * Pen and highlighter: ink from the first touch on, without threshold or delay. A pointer that rests at the end of its stroke
 * straightens the stroke.
 */
export class PenTool implements Tool {
  readonly #host: PenHost;
  readonly #kind: ElementKind;
  #writer: StrokeWriter | undefined;
  #ink: PulledInk | undefined;
  /** The last place and pressure of the pointer, to which the ink catches up at the end. */
  #last: { x: number; y: number; pressure: number } | undefined;
  #way: Way | undefined;
  #rest: Disposable | undefined;

  constructor(host: PenHost, kind: ElementKind) {
    this.#host = host;
    this.#kind = kind;
  }

  cursor(): string {
    return 'crosshair';
  }

  press(sample: PointerSample): void {
    this.#writer?.end();
    const { access, clock, draft, undraft } = this.#host;
    const { color, width } = this.#look();
    const options = {
      access,
      clock,
      kind: this.#kind,
      color,
      width,
      pressured: sample.pressured ?? false,
      holdMs: sample.pointer === 'touch' ? TOUCH_HOLD_MS : sample.pressured === undefined ? PRESSURE_HOLD_MS : 0,
      onInk: draft,
      onInkDone: undraft,
    };
    this.#writer = new StrokeWriter(options, sample.xWorld, sample.yWorld, sample.pressure);
    this.#ink = new PulledInk(this.#host.habits().steadying, this.#host.zoom(), sample.xWorld, sample.yWorld);
    this.#last = undefined;
    this.#stopRest();
    this.#way = { points: [sample.xWorld, sample.yWorld], xRest: sample.xWorld, yRest: sample.yWorld };
  }

  drag(sample: PointerSample): void {
    if (sample.pressured) this.#writer?.measured();
    const ink = this.#ink;
    if (ink?.follow(sample.xWorld, sample.yWorld)) this.#writer?.add(ink.x, ink.y, sample.pressure);
    this.#last = { x: sample.xWorld, y: sample.yWorld, pressure: sample.pressure };
    this.#follow(sample);
    this.#host.wake('ink');
  }

  release(): void {
    this.#stopRest();
    this.#catchUp();
    this.#writer?.end();
    this.#writer = undefined;
  }

  cancel(reason: CancelReason): void {
    // A stroke that the system interrupted is kept. Only Escape or a pinch takes it back.
    if (reason === 'interrupted') {
      this.#catchUp();
      this.#writer?.end();
    } else this.#writer?.abandon();
    this.#stopRest();
    this.#writer = undefined;
  }

  boardChanged(change: BoardChange): void {
    this.#writer?.boardChanged(change);
  }

  /** The ink ends where the pointer was let go. */
  #catchUp(): void {
    const [ink, last] = [this.#ink, this.#last];
    if (ink && last && (ink.x !== last.x || ink.y !== last.y)) this.#writer?.add(last.x, last.y, last.pressure);
    this.#ink = undefined;
    this.#last = undefined;
  }

  /** The colour, and the width in world units. */
  #look(): { readonly color: number; readonly width: number } {
    const { style, habits, zoom } = this.#host;
    const { color = 0, width = WIDTHS.pen[1] } = style(this.#kind);
    if (habits().widthIn === 'board') return { color, width };
    return { color, width: Math.min(LIMITS.widthMax, Math.max(1, Math.round(width / zoom()))) };
  }

  #follow({ xWorld, yWorld }: PointerSample): void {
    const way = this.#way;
    if (!way) return;
    if (way.points.length >= 2 * MOST_POINTS) {
      this.#stopRest();
      return;
    }
    way.points.push(xWorld, yWorld);
    if (Math.hypot(xWorld - way.xRest, yWorld - way.yRest) * this.#host.zoom() <= TREMBLE) return;
    way.xRest = xWorld;
    way.yRest = yWorld;
    this.#awaitRest();
  }

  #awaitRest(): void {
    const { clock } = this.#host;
    const due = clock.mono() + HOLD_MS;
    this.#rest?.dispose();
    this.#rest = clock.after(HOLD_MS, () => {
      if (clock.mono() - due > LATE_MS) this.#awaitRest();
      else this.#straighten();
    });
  }

  #stopRest(): void {
    this.#rest?.dispose();
    this.#rest = undefined;
    this.#way = undefined;
  }

  /** The straight form is an undo step of its own, so that one undo brings back the raw ink. */
  #straighten(): void {
    const { access, scene, wake, zoom } = this.#host;
    const [way, writer] = [this.#way, this.#writer];
    this.#stopRest();
    if (!way || !writer || writer.isOver || writer.isSeveral) return;
    const { minX, minY, maxX, maxY } = boxOfPolygon(way.points);
    if (Math.max(maxX - minX, maxY - minY) * zoom() < SHORTEST) return;
    const straight = straighten(way.points);
    if (!straight) return;
    const { color, width } = this.#look();
    const bound = (x: number, y: number) =>
      bindingAt({ scene, board: access.board(), except: writer.id }, x, y, BIND_REACH / zoom());
    const ops = straightOps(access, straight, { of: writer.id, kind: this.#kind, color, width, bindingAt: bound });
    if (ops.length === 0) return;
    writer.end();
    this.#writer = undefined;
    access.propose(ops, access.newGesture());
    wake('ink');
  }
}
