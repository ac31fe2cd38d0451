import { translation } from '../../../../../core/base/language.ts';
import { LINK_WORDS } from '../../sharing/link-words.ts';

export const german = [
  translation(LINK_WORDS, {
    copied: 'Link kopiert.',
    viewCopied: 'Link zu dieser Ansicht kopiert.',
    notCopied: 'Der Link konnte nicht kopiert werden. Markiere ihn und kopiere ihn von Hand.',
    notSent: 'Der Link konnte nicht gesendet werden. Kopiere ihn stattdessen.',
    noNetwork: 'Dieser Computer ist in keinem Netzwerk. Verbinde ihn und öffne dieses Fenster noch einmal.',
    stopFailed: 'Das Board wird noch geteilt, Inkroom konnte es nicht beenden. Versuch es noch einmal.',
  }),
];
