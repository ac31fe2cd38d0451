import type { Fact } from '../../chrome/parts/fact-list.tsx';
import type { PenFigures } from '../../pen-test/pen-meter.ts';
import { numberWords } from '../time-words.ts';

/** Words of the pen test. */
export const PEN_TEST_WORDS = {
  title: 'Test the pen',
  hint: 'Draw here with the pen, a finger or the mouse. Others do not see it.',
  pad: 'Area to draw in',
  copy: 'Copy the figures',
  device: 'Device',
  devices: { mouse: 'Mouse', pen: 'Pen', touch: 'Finger' },
  samples: 'Samples',
  samplesValue: (perSecond: string, perEvent: string): string => `${perSecond} a second, ${perEvent} in one event`,
  pressure: 'Pressure',
  pressureValue: (least: string, most: string): string => `${least} to ${most}`,
  notMeasured: 'not measured',
  tilt: 'Tilt',
  tiltValue: (x: string, y: string): string => `${x}° and ${y}°. Ink does not follow it.`,
  delay: 'From the pen to the screen',
  delayValue: (ms: string, most: string): string => `${ms} ms, at most ${most} ms`,
  noDelay: 'not measured yet',
} as const;

/** The figures, each with its name. */
export function penLines(figures: PenFigures): readonly Fact[] {
  const { device, pressureLeast, pressureMost, paintMs, paintMostMs, tiltX, tiltY } = figures;
  const words = PEN_TEST_WORDS;
  const round = (value: number, digits = 0): string => numberWords(value, digits);
  const isMeasured = pressureMost - pressureLeast > 0.01;
  return [
    [words.device, isDevice(device) ? words.devices[device] : device],
    [words.samples, words.samplesValue(round(figures.samplesPerSecond), round(figures.samplesPerEvent, 1))],
    [words.pressure, isMeasured ? words.pressureValue(round(pressureLeast, 2), round(pressureMost, 2)) : words.notMeasured],
    [words.tilt, words.tiltValue(round(tiltX), round(tiltY))],
    [
      words.delay,
      paintMs === undefined || paintMostMs === undefined ? words.noDelay : words.delayValue(round(paintMs), round(paintMostMs)),
    ],
  ];
}

function isDevice(device: string): device is keyof typeof PEN_TEST_WORDS.devices {
  return Object.hasOwn(PEN_TEST_WORDS.devices, device);
}
