import type { PenFigures } from '../../pen-test/pen-meter.ts';

const round = (value: number, digits = 0): string => value.toFixed(digits);
const DEVICES: Readonly<Record<string, string>> = { mouse: 'Mouse', pen: 'Pen', touch: 'Finger' };

/** Words of the pen test. */
export const PEN_TEST_WORDS = {
  command: 'Test the pen…',
  title: 'Test the pen',
  hint: 'Draw here with the pen, a finger or the mouse. Nobody else sees it.',
  pad: 'Area to draw in',
  copy: 'Copy the figures',
} as const;

/** The figures, each with its name. */
export function penLines(figures: PenFigures): readonly (readonly [name: string, value: string])[] {
  const { pressureLeast, pressureMost, paintMs, paintMostMs } = figures;
  const isMeasured = pressureMost - pressureLeast > 0.01;
  return [
    ['Device', DEVICES[figures.device] ?? figures.device],
    ['Samples', `${round(figures.samplesPerSecond)} a second, ${round(figures.samplesPerEvent, 1)} in one event`],
    ['Pressure', isMeasured ? `${round(pressureLeast, 2)} to ${round(pressureMost, 2)}` : 'not measured'],
    ['Tilt', `${round(figures.tiltX)}° and ${round(figures.tiltY)}°. Ink does not follow it.`],
    [
      'From the pen to the screen',
      paintMs === undefined || paintMostMs === undefined
        ? 'not measured yet'
        : `${round(paintMs)} ms, at most ${round(paintMostMs)} ms`,
    ],
  ];
}
