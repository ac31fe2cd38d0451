import { expect, test } from 'vitest';
import { PenMeter } from '../../../../../renderer/ui/pen-test/pen-meter.ts';
import { penLines } from '../../../../../renderer/ui/words/board/pen-test-words.ts';

test('a pen of 240 samples a second, four in an event, is called so', () => {
  const meter = new PenMeter();
  expect(meter.figures()).toBeUndefined();
  meter.press('pen');
  for (let event = 0; event < 120; event++) {
    const at = (event * 4_000) / 240;
    meter.add([0, 1, 2, 3].map((n) => ({ at: at + (n * 1_000) / 240, pressure: 0.2 + n / 10, tiltX: 30, tiltY: -10 })));
    meter.painted(event === 7 ? 40 : 12);
  }
  const figures = meter.figures();
  if (!figures) throw new Error('no figures');
  expect(figures.samplesPerSecond).toBeCloseTo(240, 0);
  expect(figures.samplesPerEvent).toBeCloseTo(4, 0);
  expect(figures).toMatchObject({ device: 'pen', pressureLeast: 0.2, pressureMost: 0.5, paintMs: 12, paintMostMs: 40 });
  expect(penLines(figures)).toEqual([
    ['Device', 'Pen'],
    ['Samples', '240 a second, 4.0 in one event'],
    ['Pressure', '0.20 to 0.50'],
    ['Tilt', '30° and -10°. Ink does not follow it.'],
    ['From the pen to the screen', '12 ms, at most 40 ms'],
  ]);
});

test('another device begins anew, and one that always says the same measures no pressure', () => {
  const meter = new PenMeter();
  meter.press('pen');
  meter.add([{ at: 0, pressure: 0.9, tiltX: 0, tiltY: 0 }]);
  meter.painted(30);
  meter.press('mouse');
  meter.add([{ at: 10, pressure: 0.5, tiltX: 0, tiltY: 0 }]);
  const figures = meter.figures();
  expect(figures).toMatchObject({ device: 'mouse', pressureLeast: 0.5, paintMs: undefined, samplesPerSecond: 0 });
  expect(figures && penLines(figures)[2]).toEqual(['Pressure', 'not measured']);
});
