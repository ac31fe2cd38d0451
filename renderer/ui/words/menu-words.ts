/** The main menu. */
export const MENU = {
  recent: 'Recent rooms',
  settings: 'Settings and help',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  paper: 'Paper',
  papers: {
    plain: 'Plain paper, for everybody',
    dots: 'Dots, for everybody',
    lines: 'Lines, for everybody',
    squares: 'Squares, for everybody',
  },
  wheel: 'Wheel',
  wheels: { pan: 'The wheel moves the board', zoom: 'The wheel zooms' },
  language: 'Language',
  languages: { auto: 'As the system', en: 'English', de: 'Deutsch' },
  languageSigns: { auto: 'Auto', en: 'EN', de: 'DE' },
} as const;
