import { lazy } from '../../../../core/base/lazy.ts';
import { boardFont, cssFont } from './fonts.ts';

/** Measures text for the layout. Tests have their own. */
export interface TextMeasurer {
  /** Width of one line at a font size of one pixel. */
  width(text: string, font: number): number;
  /** The baseline below the top of a line, at a font size of one pixel. */
  baseline(font: number): number;
}

/** Font size of the measurement, pixels: large, so that rounding in the browser's metrics does not matter. */
const MEASURED_AT = 100;

/** Measures with the browser's canvas. */
function canvasMeasurer(): TextMeasurer {
  // Not before the first text: it loads fonts.
  const canvas = lazy(() => {
    const context = new OffscreenCanvas(1, 1).getContext('2d');
    if (!context) throw new Error('No canvas to measure text with');
    context.textRendering = 'geometricPrecision';
    return context;
  });
  const using = (font: number): OffscreenCanvasRenderingContext2D => {
    const css = cssFont(font, MEASURED_AT);
    const context = canvas();
    if (context.font !== css) context.font = css;
    return context;
  };
  return {
    width(text, font) {
      return using(font).measureText(text).width / MEASURED_AT;
    },
    baseline(font) {
      // Like CSS: half of the leading is above the letters.
      const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = using(font).measureText('x');
      return (boardFont(font).lineHeight + (ascent - descent) / MEASURED_AT) / 2;
    },
  };
}

/** Estimates without a canvas: outside of a browser nothing is painted, but texts still have boxes. */
export const roughMeasurer: TextMeasurer = {
  width: (text) => text.length * 0.55,
  baseline: () => 0.95,
};

/** The best available measurer. */
export function anyMeasurer(): TextMeasurer {
  return typeof OffscreenCanvas === 'undefined' ? roughMeasurer : canvasMeasurer();
}
