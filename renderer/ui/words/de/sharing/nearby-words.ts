import { translation } from '../../../../../core/base/language.ts';
import { NEARBY } from '../../sharing/nearby-words.ts';

export const german = [
  translation(NEARBY, {
    title: 'In diesem Netzwerk',
    none: 'Keine Räume in diesem Netzwerk gefunden.',
    setting: 'Räume in diesem Netzwerk finden, und meinen für andere sichtbar machen',
    note: 'Die Namen stammen von den Gastgebern. Sieh dir die Adresse an, bevor du beitrittst.',
    hosting: 'Gastgeber',
    hostingTip: 'Andere in diesem Netzwerk können beitreten',
  }),
];
