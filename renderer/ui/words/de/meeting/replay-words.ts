import { translation } from '../../../../../core/base/language.ts';
import { REPLAY } from '../../meeting/replay-words.ts';

export const german = [
  translation(REPLAY, {
    title: 'Zeitreise',
    hint: 'Alles, was dieses Fenster über das Board weiß. Dein Board bleibt, wie es ist.',
    play: 'Abspielen',
    pause: 'Pause',
    back: 'Einen Schritt zurück',
    on: 'Einen Schritt weiter',
    speed: 'Tempo',
    times: (speed) => `${speed}×`,
    end: 'Zeitreise beenden',
    time: 'Zeitpunkt in der Entstehung des Boards',
    gathering: 'Das Board wird gelesen…',
    step: (step, steps) => `${step} von ${steps}`,
    moment: (step, steps, who) => `Schritt ${step} von ${steps}, ${who}`,
    start: 'Leeres Board',
    you: 'Du',
    unknown: 'Jemand, der nicht hier ist',
  }),
];
