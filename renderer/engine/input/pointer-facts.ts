import type { Point } from '../view/camera.ts';

/** The used parts of a `PointerEvent`, in screen pixels from the top left of the view. Tilt and size are not used. */
export interface PointerFacts extends Point {
  readonly id: number;
  readonly type: 'mouse' | 'pen' | 'touch';
  /** The button that changed: 0 first, 1 middle, 2 second, 5 a pen's eraser; -1 none. */
  readonly button: number;
  /** The buttons that are down, as bits: 1 first, 2 second, 4 middle, 32 a pen's eraser. */
  readonly buttons: number;
  /** For fingers: no other finger was on the glass when this one landed. */
  readonly primary: boolean;
  /** Monotonic time, milliseconds. */
  readonly at: number;
}

/** The tool of a press: the chosen one, or a temporary replacement. */
export type Role = 'tool' | 'eraser' | 'lasso' | 'hand';

/** The person's settings for pens and fingers. */
export interface PointerHabits {
  /** Pen mode: only the pen draws, fingers move the board. `auto`: from the pen's first touch on. */
  readonly penMode: 'auto' | 'on' | 'off';
  /** The action of a pen's barrel button. `menu`: the context menu, as in the system. */
  readonly barrel: 'erase' | 'lasso' | 'menu';
  /** A tap with two fingers is undo, a tap with three is redo. */
  readonly taps: boolean;
}

export const USUAL_HABITS: PointerHabits = { penMode: 'auto', barrel: 'erase', taps: true };

/** All inputs of the pointer state machine. */
export type PointerInput =
  | { readonly kind: 'down' | 'move' | 'up' | 'left'; readonly pointer: PointerFacts }
  /** The system cancelled the pointer, or its capture is lost. */
  | { readonly kind: 'lost'; readonly id: number }
  /** The system reports no finger on the glass. */
  | { readonly kind: 'noFingers' }
  /** The pressing finger had no event for `SILENT_MS`. */
  | { readonly kind: 'silent' }
  /** The window is hidden or lost the focus, or a dialog took the focus. */
  | { readonly kind: 'away' }
  /** Escape: the press under way was cancelled. */
  | { readonly kind: 'takenBack' }
  | { readonly kind: 'space'; readonly held: boolean };

/** The effects that the receiver must carry out. */
export type PointerEffect =
  | { readonly do: 'press'; readonly role: Role; readonly pointer: PointerFacts }
  | { readonly do: 'drag' | 'release'; readonly pointer: PointerFacts }
  /** `interrupted` keeps the ink, `gesture` takes it back. */
  | { readonly do: 'cancel'; readonly reason: 'interrupted' | 'gesture' }
  | { readonly do: 'hover'; readonly pointer: PointerFacts | undefined }
  /** The world point that was under `from` moves to `to`, and the zoom is multiplied by `factor`. */
  | { readonly do: 'pinch'; readonly from: Point; readonly to: Point; readonly factor: number }
  /** Stores the view. If a pen follows, the hand's movement of the view is undone. */
  | { readonly do: 'markView' | 'restoreView' }
  | { readonly do: 'tap'; readonly fingers: 2 | 3 }
  /** A pen has touched the board for the first time. */
  | { readonly do: 'penSeen' };
