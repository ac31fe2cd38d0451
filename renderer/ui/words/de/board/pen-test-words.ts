import { translation } from '../../../../../core/base/language.ts';
import { PEN_TEST_WORDS } from '../../board/pen-test-words.ts';

export const german = [
  translation(PEN_TEST_WORDS, {
    title: 'Stift testen',
    hint: 'Zeichne hier mit Stift, Finger oder Maus. Andere sehen es nicht.',
    pad: 'Zeichenfläche',
    copy: 'Werte kopieren',
    device: 'Gerät',
    devices: { mouse: 'Maus', pen: 'Stift', touch: 'Finger' },
    samples: 'Messpunkte',
    samplesValue: (perSecond, perEvent) => `${perSecond} pro Sekunde, ${perEvent} in einem Ereignis`,
    pressure: 'Druck',
    pressureValue: (least, most) => `${least} bis ${most}`,
    notMeasured: 'nicht gemessen',
    tilt: 'Neigung',
    tiltValue: (x, y) => `${x}° und ${y}°. Auf den Strich wirkt sie nicht.`,
    delay: 'Vom Stift zum Bildschirm',
    delayValue: (ms, most) => `${ms} ms, höchstens ${most} ms`,
    noDelay: 'noch nicht gemessen',
  }),
];
