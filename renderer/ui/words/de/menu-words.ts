import { translation } from '../../../../core/base/language.ts';
import { MENU } from '../menu-words.ts';

export const german = [
  translation(MENU, {
    recent: 'Letzte Räume',
    settings: 'Einstellungen und Hilfe',
    theme: 'Design',
    themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
    paper: 'Papier',
    papers: {
      plain: 'Leeres Papier, für alle',
      dots: 'Punkte, für alle',
      lines: 'Linien, für alle',
      squares: 'Karos, für alle',
    },
    wheel: 'Mausrad',
    wheels: { pan: 'Das Mausrad verschiebt das Board', zoom: 'Das Mausrad zoomt' },
    language: 'Sprache',
    languages: { auto: 'Wie das System', en: 'English', de: 'Deutsch' },
    languageSigns: { auto: 'Auto', en: 'EN', de: 'DE' },
  }),
];
