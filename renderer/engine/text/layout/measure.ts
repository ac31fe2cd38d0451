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
function canvasMeasurer(context: OffscreenCanvasRenderingContext2D): TextMeasurer {
  context.textRendering = 'geometricPrecision';
  const use = (font: number): void => {
    const css = cssFont(font, MEASURED_AT);
    if (context.font !== css) context.font = css;
  };
  return {
    width(text, font) {
      use(font);
      return context.measureText(text).width / MEASURED_AT;
    },
    baseline(font) {
      use(font);
      // Like CSS: half of the leading is above the letters.
      const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = context.measureText('x');
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
  const context = typeof OffscreenCanvas === 'undefined' ? null : new OffscreenCanvas(1, 1).getContext('2d');
  return context ? canvasMeasurer(context) : roughMeasurer;
}
