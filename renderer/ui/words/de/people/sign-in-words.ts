import { translation } from '../../../../../core/base/language.ts';
import { SIGN_IN_WORDS } from '../../people/sign-in-words.ts';

export const german = [
  translation(SIGN_IN_WORDS, {
    title: 'Melde dich an, um diesen Raum zu betreten',
    inBrowser: 'Nach der Anmeldung kommst du hierher zurück.',
    inApp: 'Dafür öffnet sich dein Browser und führt dich zurück in diese App.',
    press: 'Anmelden',
  }),
];
