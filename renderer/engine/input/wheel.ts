import type { Size } from '../view/camera.ts';

/** The used parts of a `WheelEvent`. */
export interface WheelFacts {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number;
  readonly shift: boolean;
  /** Ctrl or Cmd; a trackpad pinch arrives with Ctrl too. */
  readonly accel: boolean;
}

export type WheelMeaning =
  | { readonly kind: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly kind: 'zoom'; readonly factor: number };

const LINE_PX = 16;
/** Of one event, so that a notch of a coarse wheel (100 to 120 px) zooms by about a fifth. */
const ZOOM_MOST = 20;

/** The effect of a wheel without Ctrl: a setting of the person. */
export type WheelUse = 'pan' | 'zoom';

/**
 * Field-notes E5: the wheel pans, with Shift sideways, with Ctrl or Cmd it zooms. With the setting "zoom" it pans only with
 * Shift. A trackpad's pinch always zooms.
 */
export function wheelMeaning(wheel: WheelFacts, view: Size, use: WheelUse): WheelMeaning {
  const unitX = wheel.deltaMode === 1 ? LINE_PX : wheel.deltaMode === 2 ? view.width : 1;
  const unitY = wheel.deltaMode === 1 ? LINE_PX : wheel.deltaMode === 2 ? view.height : 1;
  const dx = wheel.deltaX * unitX;
  const dy = wheel.deltaY * unitY;
  if (wheel.accel || (use === 'zoom' && !wheel.shift)) {
    const by = Math.min(ZOOM_MOST, Math.max(-ZOOM_MOST, dy !== 0 ? dy : dx));
    return { kind: 'zoom', factor: Math.exp(-by / 100) };
  }
  // Some systems themselves turn the wheel sideways while Shift is held.
  if (wheel.shift && dx === 0) return { kind: 'pan', dx: dy, dy: 0 };
  return { kind: 'pan', dx, dy };
}
