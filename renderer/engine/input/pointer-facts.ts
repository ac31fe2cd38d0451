import type { Point } from '../camera.ts';

/** The parts of a `PointerEvent` that count, in screen pixels from the top left of the view. Tilt and size are not read. */
export interface PointerFacts extends Point {
  readonly id: number;
  readonly type: 'mouse' | 'pen' | 'touch';
  /** The button that changed: 0 first, 1 middle, 2 second, 5 a pen's eraser; -1 none. */
  readonly button: number;
  /** The buttons that are down, as bits: 1 first, 2 second, 4 middle, 32 a pen's eraser. */
  readonly buttons: number;
  /** Of fingers: no other finger was on the glass when this one landed. */
  readonly primary: boolean;
  /** Milliseconds that only grow. */
  readonly at: number;
}

/** The tool of a press: the chosen one, or one that stands in for it. */
export type Role = 'tool' | 'eraser' | 'lasso' | 'hand';

/** A person's choices about pens and fingers. */
export interface PointerHabits {
  /** Only the pen draws, fingers move the board. `auto`: from the pen's first touch on. */
  readonly penMode: 'auto' | 'on' | 'off';
  /** The barrel button of a pen. `menu`: the context menu, as the system has it. */
  readonly barrel: 'erase' | 'lasso' | 'menu';
  /** A tap with two fingers undoes, one with three does it again. */
  readonly taps: boolean;
}

export const USUAL_HABITS: PointerHabits = { penMode: 'auto', barrel: 'erase', taps: true };

/** Everything that can happen to pointers. */
export type PointerInput =
  | { readonly kind: 'down' | 'move' | 'up' | 'left'; readonly pointer: PointerFacts }
  /** The system took the pointer: cancelled, or its capture is lost. */
  | { readonly kind: 'lost'; readonly id: number }
  /** The system counts no finger on the glass. */
  | { readonly kind: 'noFingers' }
  /** The finger that presses has said nothing for `SILENT_MS`. */
  | { readonly kind: 'silent' }
  /** The window is hidden or another one is in front, or a dialog took the focus. */
  | { readonly kind: 'away' }
  /** Escape: the press under way was taken back. */
  | { readonly kind: 'takenBack' }
  | { readonly kind: 'space'; readonly held: boolean };

/** What the receiver must do. */
export type PointerEffect =
  | { readonly do: 'press'; readonly role: Role; readonly pointer: PointerFacts }
  | { readonly do: 'drag' | 'release'; readonly pointer: PointerFacts }
  /** `interrupted` keeps what was drawn, `gesture` takes it back. */
  | { readonly do: 'cancel'; readonly reason: 'interrupted' | 'gesture' }
  | { readonly do: 'hover'; readonly pointer: PointerFacts | undefined }
  /** The world point under `from` is now under `to`, `factor` times as large. */
  | { readonly do: 'pinch'; readonly from: Point; readonly to: Point; readonly factor: number }
  /** Remember the view: a pen may follow, and then the hand has moved nothing. */
  | { readonly do: 'markView' | 'restoreView' }
  | { readonly do: 'tap'; readonly fingers: 2 | 3 }
  /** A pen has touched the board for the first time. */
  | { readonly do: 'penSeen' };
