import { boardFont, cssFont } from './fonts.ts';

/** How wide text is. The layout asks it; tests have one of their own. */
export interface TextMeasurer {
  /** Width of one line at a font size of one pixel. */
  width(text: string, font: number): number;
  /** Where the baseline lies below the top of a line, at a font size of one pixel. */
  baseline(font: number): number;
}

/** Pixels: large, so that rounding in the browser's metrics does not count. */
const MEASURED_AT = 100;

/** Measures with the browser's canvas. */
export function canvasMeasurer(context: OffscreenCanvasRenderingContext2D): TextMeasurer {
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
      // As CSS does it: half of the leading lies above the letters.
      const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = context.measureText('x');
      return (boardFont(font).lineHeight + (ascent - descent) / MEASURED_AT) / 2;
    },
  };
}

/** Estimates where there is no canvas: outside of a browser nothing is painted, and texts still have boxes. */
export const roughMeasurer: TextMeasurer = {
  width: (text) => text.length * 0.55,
  baseline: () => 0.95,
};

/** The best measurer that there is here. */
export function anyMeasurer(): TextMeasurer {
  const context = typeof OffscreenCanvas === 'undefined' ? null : new OffscreenCanvas(1, 1).getContext('2d');
  return context ? canvasMeasurer(context) : roughMeasurer;
}
