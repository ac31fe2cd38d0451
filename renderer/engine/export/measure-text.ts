import { roughMeasurer } from '../text/layout/measure.ts';

/** Measures as the browser's canvas does. */
export function measureText(font: string, text: string): TextMetrics {
  if (typeof OffscreenCanvas === 'undefined') return estimatedText(font, text);
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (!context) throw new Error('this browser has no 2d canvas');
  context.font = font;
  return context.measureText(text);
}

/** Outside of a browser. Kinds read the width only. */
function estimatedText(font: string, text: string): TextMetrics {
  const px = Number(/([\d.]+)px/.exec(font)?.[1] ?? 10);
  return {
    width: roughMeasurer.width(text, 0) * px,
    actualBoundingBoxAscent: px,
    actualBoundingBoxDescent: 0,
    actualBoundingBoxLeft: 0,
    actualBoundingBoxRight: 0,
    alphabeticBaseline: 0,
    emHeightAscent: px,
    emHeightDescent: 0,
    fontBoundingBoxAscent: px,
    fontBoundingBoxDescent: 0,
    hangingBaseline: 0,
    ideographicBaseline: 0,
  };
}
