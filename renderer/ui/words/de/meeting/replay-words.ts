import { translation } from '../../../../../core/base/language.ts';
import { REPLAY, WHO_DREW } from '../../meeting/replay-words.ts';
import { countWords } from '../../time-words.ts';

export const german = [
  translation(REPLAY, {
    title: 'Zeitreise',
    command: 'Entstehung des Boards abspielen…',
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
    nothing: 'Noch gibt es nichts abzuspielen.',
    step: (step, steps) => `${step} von ${steps}`,
    moment: (step, steps, who) => `Schritt ${step} von ${steps}, ${who}`,
    start: 'Leeres Board',
    you: 'Du',
    unknown: 'Jemand, der nicht hier ist',
  }),
  translation(WHO_DREW, {
    drawn: (names) => `Gezeichnet von ${names}`,
    changed: (name) => `zuletzt geändert von ${name}`,
    you: 'dir',
    unknown: 'jemandem, der nicht hier ist',
    unknowns: (count) => `${count} Personen, die nicht hier sind`,
    more: (count) => countWords(count, 'weiteren Person', 'weiteren'),
  }),
];
