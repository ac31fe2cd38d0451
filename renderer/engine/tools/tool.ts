import type { Clock } from '../../../core/base/host.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { BoardAccess, BoardChange, Gesture } from '../../../core/room/board-access.ts';
import type { Draft } from '../layers/draft.ts';
import type { Lifted } from '../layers/lifted-group.ts';
import type { Scene } from '../scene.ts';
import type { Guide } from '../selection/arranging/snapping.ts';
import type { Selection } from '../selection/selection.ts';
import type { Style } from '../style/style.ts';

/** The tools, once: the engine makes each, and each has one command (`renderer/ui/commands/commands.ts`). */
export type ToolId = 'select' | 'hand' | 'pen' | 'highlighter' | 'eraser' | ShapeToolId | 'text' | 'note' | 'laser';
/** Tools that make one element and then, unless the person keeps them, give way to the select tool. */
export type ShapeToolId = 'line' | 'arrow' | 'rectangle' | 'ellipse' | 'diamond' | 'frame';

/** Where a pointer is. One object is used again for every sample: borrow it until the call returns, copy what must stay. */
export interface PointerSample {
  readonly xScreen: number;
  readonly yScreen: number;
  readonly xWorld: number;
  readonly yWorld: number;
  /** 0 to 1. */
  readonly pressure: number;
  /** False when the device does not measure pressure; undefined while that is not known. */
  readonly pressured: boolean | undefined;
  readonly pointer: 'mouse' | 'pen' | 'touch';
  readonly shift: boolean;
  readonly alt: boolean;
  /** Ctrl, or Command on a Mac. */
  readonly mod: boolean;
  /** The space bar is down. */
  readonly space: boolean;
}

/** `escape`: the person takes it back. `interrupted`: the system took the pointer. `gesture`: the touch turned out to be a pinch. */
export type CancelReason = 'escape' | 'interrupted' | 'gesture';

/** What the pointer does. `press` to `release` or `cancel` is one gesture; a tool gets one pointer at a time. */
export interface Tool {
  /** CSS cursor over the board. */
  cursor(): string;
  press(sample: PointerSample): void;
  drag(sample: PointerSample): void;
  release(sample: PointerSample): void;
  cancel(reason: CancelReason): void;
  /** The pointer moves without being pressed, or leaves the board. */
  hover?(sample: PointerSample | undefined): void;
  boardChanged?(change: BoardChange): void;
}

/** What a tool shows above the board: a rectangle in world pixels, or the outlines of what an arrow would be bound to. */
export type Sketch =
  | { readonly kind: 'none' }
  | { readonly kind: 'targets'; readonly ids: readonly ElementId[] }
  /** Why what is dragged snapped, world units. */
  | { readonly kind: 'guides'; readonly guides: readonly Guide[] }
  /** A free line, `[x, y, …]` in world pixels. */
  | { readonly kind: 'lasso'; readonly points: readonly number[] }
  | { readonly kind: 'marquee'; readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };

/** What a person chose of how selecting works. Ctrl is for the other way of snapping. */
export interface SelectHabits {
  /** What is dragged snaps to edges, middles and gaps of others. */
  readonly snaps: boolean;
  /** A marquee takes what lies in it altogether, and not what it touches. */
  readonly encloses: boolean;
}

/** All that tools may use of the engine; each names the part that it needs. */
export interface ToolHost {
  readonly access: BoardAccess;
  readonly clock: Clock;
  readonly scene: Scene;
  readonly selection: Selection;
  /** Screen pixels per world pixel. */
  zoom(): number;
  habits(): SelectHabits;
  /** What the next element of this kind gets of what can be chosen (`styleNames`). */
  style(kind: number): Partial<Style>;
  /** Lets the person type in a text, a note or a shape, with the select tool. `madeIn`: the gesture that has just made it. */
  write(holder: ElementId, madeIn?: Gesture): void;
  /** Shows an element that is made under the pointer; until `undraft` no other layer shows it. */
  draft(draft: Draft): void;
  undraft(id: ElementId): void;
  /** The tool has made this element: unless the person keeps the tool, the select tool has it now. */
  drawn(id: ElementId): void;
  /** Dims elements; `undefined` shows them again, once they are gone from the layers below if they were removed. */
  veil(ids: ReadonlySet<ElementId> | undefined): void;
  /** Shows elements as dragged, others whenever `places` is another map; `undefined` puts them down where the board has them. */
  lift(lifted: Lifted | undefined): void;
  sketch(sketch: Sketch): void;
  /** The eraser went by here; screen pixels. */
  trail(x: number, y: number): void;
  /** The person points with a laser, world pixels; undefined: no more. */
  laser(at: { readonly x: number; readonly y: number } | undefined): void;
  panBy(dxScreen: number, dyScreen: number): void;
  /** Ink under the pen has grown, or something above the board is different: paint a frame. */
  wake(what: 'ink' | 'overlay'): void;
}

/** Screen pixels around a stroke that still count as it (field-notes E4). */
export const HIT_MARGIN = 8;
/** A finger's element stays ours for this many milliseconds, because a second finger may follow and make it a pinch. */
export const TOUCH_HOLD_MS = 80;
/** So does the stroke of a pen that has not shown yet whether it measures pressure. */
export const PRESSURE_HOLD_MS = 80;
/** Milliseconds between the batches of one gesture: the client's network tick. */
export const TICK_MS = 33;
