import { translation } from '../../../../../core/base/language.ts';
import { FIREWALL, GUESTS, HOSTING_FAILED, NETWORK_KINDS, REACHED, SHARE } from '../../sharing/share-words.ts';
import { countWords } from '../../time-words.ts';

export const german = [
  translation(SHARE, {
    title: 'Gemeinsam zeichnen',
    hereTitle: 'Dieses Board teilen',
    everyone: 'Alle mit diesem Link können das Board im Browser öffnen und darauf zeichnen.',
    look: 'Alle mit diesem Link können das Board im Browser öffnen und ansehen.',
    onNetwork: 'Alle in diesem Netzwerk können das Board mit diesem Link im Browser öffnen und darauf zeichnen.',
    serverHere:
      'Der Server ist nur auf diesem Computer erreichbar, darum geht dieser Link nirgendwo sonst. Starte ihn mit --host 0.0.0.0, um andere hereinzulassen.',
    ownHere: 'Dieser Link geht nur auf diesem Computer.',
    start: 'In diesem Netzwerk teilen',
    startHint: 'Inkroom ist dann in deinem lokalen Netzwerk erreichbar. Von außerhalb kann niemand beitreten.',
    opening: 'Das Board wird im Netzwerk geöffnet …',
    address: 'Adresse für andere',
    stop: 'Nicht mehr teilen',
    goOn: 'Weiter teilen',
    linkHere: 'Link für diesen Computer',
    link: 'Link zu diesem Raum',
    copy: 'Kopieren',
    done: 'Kopiert',
    send: 'Link senden…',
    copyApp: 'App-Link kopieren',
    openInApp: 'In der App öffnen',
    noApp: 'Hat sich nichts geöffnet? Dann ist Inkroom auf diesem Gerät nicht installiert, und das Board geht hier weiter.',
    qr: 'QR-Code des Links',
  }),
  translation(REACHED, {
    asking: () => 'Inkroom prüft, ob die Adresse funktioniert …',
    yes: () => 'Geprüft: Dieser Computer antwortet unter dieser Adresse.',
    no: (address) =>
      `Dieser Computer antwortet nicht unter ${address}. Vielleicht hat sich das Netzwerk geändert: Wähle eine andere Adresse, oder beende das Teilen und beginne es neu.`,
  }),
  translation(FIREWALL, {
    windows: 'Windows fragt vielleicht, ob Inkroom erreichbar sein darf: Erlaube private Netzwerke.',
    mac: 'macOS fragt vielleicht, ob Inkroom Verbindungen annehmen darf: Erlaube es.',
    other: (port) => `Wenn andere es nicht öffnen können, blockiert vielleicht eine Firewall: Gib den TCP-Port ${port} frei.`,
  }),
  translation(HOSTING_FAILED, {
    noAddress: (address) => `${address} ist keine Adresse dieses Computers mehr. Wähle eine andere.`,
    noPort: (address) =>
      `Alle Ports, die Inkroom an ${address} versucht hat, sind von anderen Programmen belegt. Beende eines davon und versuch es noch einmal.`,
    notAllowed: (address) => `Das System erlaubt Inkroom nicht, an ${address} erreichbar zu sein. Wähle eine andere Adresse.`,
    unknown: (address) => `Unter ${address} hat es nicht geklappt. Wähle eine andere Adresse, oder versuch es noch einmal.`,
  }),
  translation(GUESTS, {
    none: 'Sonst ist noch niemand hier.',
    some: (guests) => countWords(guests, 'weitere Person ist hier.', 'weitere Personen sind hier.'),
    stop: (guests) =>
      `Der Raum endet für ${countWords(guests, 'weitere Person', 'weitere Personen')}. Ihnen bleibt eine Kopie. Du zeichnest hier weiter.`,
  }),
  translation(NETWORK_KINDS, { network: '', vpn: ', VPN', virtual: ', virtuell', selfAssigned: ', ohne Router' }),
];
