import { translation } from '../../../../../core/base/language.ts';
import { CURSOR_WORDS, JOINED, NAME_QUESTION, PEOPLE, PROFILE } from '../../people/people-words.ts';
import { countWords } from '../../time-words.ts';

export const german = [
  translation(PEOPLE, {
    panel: 'Personen',
    title: (count) => `${countWords(count, 'Person', 'Personen')} hier`,
    viewers: (count) => `+ ${countWords(count, 'Zuschauer', 'Zuschauer')}`,
    you: 'du',
    follow: (name) => `${name} folgen`,
    following: (name) => `Du siehst, was ${name} sieht`,
    stop: 'Nicht mehr folgen',
    stopKey: 'Esc',
    hide: (name) => `Mauszeiger von ${name} ausblenden`,
    show: (name) => `Mauszeiger von ${name} einblenden`,
    cursors: 'Mauszeiger der anderen',
    followHint: 'Tippe auf einen Namen, um zu sehen, was diese Person sieht.',
    left: (name) => `${name} ist gegangen, du folgst jetzt niemandem.`,
  }),
  translation(CURSOR_WORDS, {
    named: { label: 'Mit Namen', command: 'Mauszeiger der anderen: mit Namen' },
    plain: { label: 'Ohne Namen', command: 'Mauszeiger der anderen: ohne Namen' },
    hidden: { label: 'Aus', command: 'Mauszeiger der anderen: ausgeblendet' },
  }),
  translation(PROFILE, {
    title: 'Du',
    name: 'Name',
    save: 'Speichern',
    color: 'Farbe',
    colorAt: (number) => `Farbe ${number}`,
    hint: 'Andere sehen beides an deinem Mauszeiger.',
  }),
  translation(NAME_QUESTION, {
    title: (name) => `Andere sehen dich als ${name}.`,
    field: 'Dein Name',
    save: 'Speichern',
    skip: 'Nicht jetzt',
  }),
  translation(JOINED, {
    one: (name) => `${name} ist da`,
    two: (first, second) => `${first} und ${second} sind da`,
    more: (first, second, others) => `${first}, ${second} und ${countWords(others, 'weitere Person', 'weitere')} sind da`,
  }),
];
