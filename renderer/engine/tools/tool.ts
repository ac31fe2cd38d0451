import type { Clock } from '../../../core/base/host.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { BoardAccess, BoardChange, Gesture } from '../../../core/room/board-access.ts';
import type { PenProfile } from '../ink/pen-profile.ts';
import type { Draft } from '../layers/draft.ts';
import type { Lifted } from '../layers/lifted-group.ts';
import type { Scene } from '../scene.ts';
import type { Guide } from '../selection/arranging/snapping.ts';
import type { Selection } from '../selection/selection.ts';
import type { Style } from '../style/style.ts';

/** All tools. The engine makes each, and each has one command (`renderer/ui/commands/commands.ts`). */
export type ToolId = 'select' | 'hand' | 'pen' | 'highlighter' | 'eraser' | ShapeToolId | 'text' | 'note' | 'laser';
/** Tools that make one element and then change to the select tool, unless the person keeps them. */
export type ShapeToolId = 'line' | 'arrow' | 'rectangle' | 'ellipse' | 'diamond' | 'frame';

/** A sample of a pointer. One object is reused for every sample: use it only until the call returns, and copy what must stay. */
export interface PointerSample {
  readonly xScreen: number;
  readonly yScreen: number;
  readonly xWorld: number;
  readonly yWorld: number;
  /** 0 to 1. */
  readonly pressure: number;
  /** False if the device does not measure pressure, undefined while that is unknown. */
  readonly pressured: boolean | undefined;
  readonly pointer: 'mouse' | 'pen' | 'touch';
  readonly shift: boolean;
  readonly alt: boolean;
  /** Ctrl, or Command on a Mac. */
  readonly mod: boolean;
  /** The space bar is down. */
  readonly space: boolean;
}

/** `escape`: the person cancelled. `interrupted`: the system took the pointer. `gesture`: the touch became a pinch. */
export type CancelReason = 'escape' | 'interrupted' | 'gesture';

/** Handles the pointer. `press` to `release` or `cancel` is one gesture; a tool gets one pointer at a time. */
export interface Tool {
  /** CSS cursor over the board. */
  cursor(): string;
  press(sample: PointerSample): void;
  drag(sample: PointerSample): void;
  release(sample: PointerSample): void;
  cancel(reason: CancelReason): void;
  /** The pointer moves without a press, or leaves the board. */
  hover?(sample: PointerSample | undefined): void;
  boardChanged?(change: BoardChange): void;
  /** Finishes what goes on between presses. False: nothing does. */
  end?(): boolean;
}

/** A tool's marks above the board: a rectangle in world pixels, or the outlines of elements to which an arrow would be bound. */
export type Sketch =
  | { readonly kind: 'none' }
  | { readonly kind: 'targets'; readonly ids: readonly ElementId[] }
  /** The guides at which the dragged elements snapped, world units. */
  | { readonly kind: 'guides'; readonly guides: readonly Guide[] }
  /** A free line, `[x, y, …]` in world pixels. */
  | { readonly kind: 'lasso'; readonly points: readonly number[] }
  | { readonly kind: 'marquee'; readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };

/** The person's settings for the select tool. Ctrl inverts `snaps`. */
export interface SelectHabits {
  /** Dragged elements snap to edges, middles and gaps of others. */
  readonly snaps: boolean;
  /** A marquee selects only elements that lie completely in it, not elements that it touches. */
  readonly encloses: boolean;
}

/** The person's settings for the tools. */
export type ToolHabits = SelectHabits & PenProfile;

/** The services of the engine for tools. Each tool names the part that it needs. */
export interface ToolHost {
  readonly access: BoardAccess;
  readonly clock: Clock;
  readonly scene: Scene;
  readonly selection: Selection;
  /** Screen pixels per world pixel. */
  zoom(): number;
  habits(): ToolHabits;
  /** The style of the next element of this kind, for the properties that can be chosen (`styleNames`). */
  style(kind: number): Partial<Style>;
  /** Starts typing in a text, a note or a shape, with the select tool. `madeIn`: the gesture that has just made it. */
  write(holder: ElementId, madeIn?: Gesture): void;
  /** Shows an element that is being made under the pointer. Until `undraft` no other layer shows it. */
  draft(draft: Draft): void;
  undraft(id: ElementId): void;
  /** The tool has made this element. The select tool then has it, unless the person keeps the tool. */
  drawn(id: ElementId): void;
  /** Dims elements. `undefined` ends it; removed elements stay dimmed until the layers below no longer show them. */
  veil(ids: ReadonlySet<ElementId> | undefined): void;
  /** Shows elements at their dragged places. Another `places` map means other elements. `undefined` shows them where the board has them. */
  lift(lifted: Lifted | undefined): void;
  sketch(sketch: Sketch): void;
  /** A place of the eraser's trail, screen pixels. */
  trail(x: number, y: number): void;
  /** The person points with a laser, world pixels. Undefined ends it. */
  laser(at: { readonly x: number; readonly y: number } | undefined): void;
  panBy(dxScreen: number, dyScreen: number): void;
  /** Ink under the pen has grown, or the overlay has changed: paint a frame. */
  wake(what: 'ink' | 'overlay'): void;
}

/** Screen pixels around a stroke that still hit it: as in Excalidraw and tldraw. */
export const HIT_MARGIN = 8;
/** An element made by a finger is not sent for this time, because a second finger may follow and make it a pinch. Milliseconds. */
export const TOUCH_HOLD_MS = 80;
/** A pen's stroke is not sent for this time, while it is unknown whether the pen measures pressure. Milliseconds. */
export const PRESSURE_HOLD_MS = 80;
/** Milliseconds between the batches of one gesture: the client's network tick. */
export const TICK_MS = 33;
