import { translation } from '../../../../../core/base/language.ts';
import { RIGHTS_TOLD } from '../../people/rights-told-words.ts';
import { LINK_GRANTS, LINKS, LIVES, RIGHTS } from '../../people/rights-words.ts';

export const german = [
  translation(RIGHTS, {
    title: 'Du bist hier Gastgeber',
    lock: 'Nur Gastgeber zeichnen',
    lockOff: 'Alle zeichnen',
    clear: 'Board für alle leeren…',
    end: 'Raum für alle beenden',
    endQuestion: 'Raum für alle beenden? Alle verlassen ihn sofort, und alle behalten eine Kopie.',
    endYes: 'Raum beenden',
    person: 'Über eine Person entscheiden',
    choose: 'Person auswählen',
    hand: (name) => `${name} möchte zeichnen`,
    givePen: 'Stift geben',
    takePen: 'Stift zurücknehmen',
    host: 'Zum Gastgeber machen',
    notHost: 'Nicht mehr Gastgeber',
    kick: 'Hinausschicken',
    ban: 'Sperren',
    banQuestion: (name) => `${name} sperren? Unter diesem Namen ist die Rückkehr in diesen Raum dann nicht mehr möglich.`,
    no: 'Nicht jetzt',
    trace: 'Nachrichten verfolgen',
    raise: 'Hand heben',
    raised: 'Deine Hand ist gehoben',
    raiseHint: 'Hier zeichnen gerade nur Gastgeber. Sie sehen deine Hand und können dir den Stift geben.',
  }),
  translation(RIGHTS_TOLD, {
    empty: 'Hier ist noch nichts gezeichnet.',
    nowHost: 'Du bist hier jetzt Gastgeber.',
    noHost: 'Du bist hier nicht mehr Gastgeber.',
    nowPen: 'Du hast jetzt den Stift.',
    noOnce: 'Dieser Server erstellt keine Links für eine einzige Person.',
  }),
  translation(LINKS, {
    title: 'Ein Link, der abläuft',
    grant: 'Wer ihn öffnet',
    lasts: 'Gültig',
    make: 'Link erstellen',
    once: 'Nur für die Person, die ihn zuerst öffnet',
    made: 'Link, der abläuft',
  }),
  translation(LINK_GRANTS, {
    view: 'Darf zusehen',
    comment: 'Darf mitreden',
    draw: 'Darf zeichnen',
    host: 'Ist Gastgeber',
  }),
  translation(LIVES, { hour: '1 Stunde', hours: '8 Stunden', week: '7 Tage', quarter: '90 Tage' }),
];
