import type { NetworkChoice, NetworkKind } from '../../../../core/contract/desktop/network-choices.ts';
import type { HostingState } from '../../../../core/contract/desktop/shell-contract.ts';
import { countWords } from '../time-words.ts';

export const SHARE = {
  title: 'Draw together',
  hereTitle: 'Share this board',
  everyone: 'Everyone with this link can open the board in a browser and draw.',
  look: 'Everyone with this link can open the board in a browser and look at it.',
  onNetwork: 'Everyone on this network with this link can open the board in a browser and draw.',
  /** How to let others in, for a server that was started on this computer. */
  serverHere:
    'The server listens on this computer only, so this link works nowhere else. Start it with --host 0.0.0.0 to let others in.',
  ownHere: 'This link works on this computer only.',
  start: 'Share with people on this network',
  startHint: 'Inkroom then listens on your local network. Nobody outside of it can join.',
  opening: 'Opening this board to the network …',
  address: 'Address for others',
  stop: 'Stop hosting',
  goOn: 'Go on hosting',
  linkHere: 'Link for this computer',
  link: 'Link to this room',
  copy: 'Copy',
  done: 'Copied',
  send: 'Send the link…',
  copyApp: 'Copy app link',
  openInApp: 'Open in the app',
  noApp: 'Did nothing open? Then Inkroom is not installed on this device, and the board goes on here.',
  qr: 'QR code of the link',
} as const;

/** Whether the address for others works. */
export const REACHED = {
  asking: (_address: string): string => 'Checking that the address works …',
  yes: (_address: string): string => 'Checked: this computer answers at that address.',
  no: (address: string): string =>
    `This computer does not answer at ${address}. The network may have changed: choose another address, or stop and share again.`,
} as const satisfies Record<string, (address: string) => string>;

/** What a firewall asks, or which rule it needs. */
export const FIREWALL = {
  windows: 'Windows may ask whether Inkroom may be reached: allow private networks.',
  mac: 'macOS may ask whether Inkroom may accept connections: allow it.',
  other: (port: string): string => `If others cannot open it, a firewall may keep them out: let TCP port ${port} in.`,
} as const;

/** Why others cannot be let in. */
export const HOSTING_FAILED = {
  noAddress: (address: string): string => `${address} is no longer an address of this computer. Choose another one.`,
  noPort: (address: string): string =>
    `Other programs use all the ports that Inkroom tried at ${address}. Quit one of them and try again.`,
  notAllowed: (address: string): string => `The system does not let Inkroom listen at ${address}. Choose another address.`,
  unknown: (address: string): string => `Inkroom could not listen at ${address}. Choose another address, or try again.`,
} as const satisfies Record<string, (address: string) => string>;

export const GUESTS = {
  none: 'Nobody else is here yet.',
  some: (guests: number): string => countWords(guests, 'other person is here.', 'other people are here.'),
  stop: (guests: number): string =>
    `The room ends for ${countWords(guests, 'other person', 'other people')}. They keep a copy. You go on drawing here.`,
} as const;

/** Notes about a network, after its name. */
export const NETWORK_KINDS = {
  network: '',
  vpn: ', VPN',
  virtual: ', virtual',
  selfAssigned: ', no router',
} as const satisfies Record<NetworkKind, string>;

/** Whether the address works, as far as this computer can find out by itself. */
export function reachWords({ reached, address }: Extract<HostingState, { readonly at: 'on' }>): string {
  return REACHED[reached](address);
}

/** What a firewall asks, or which rule it needs, where people start the app. */
export function firewallWords(platform: 'mac' | 'windows' | 'linux' | 'browser', server: string): string {
  if (platform === 'windows' || platform === 'mac') return FIREWALL[platform];
  return FIREWALL.other(new URL(server).port || '80');
}

export function failedWords({ why, address }: Extract<HostingState, { readonly at: 'failed' }>): string {
  return HOSTING_FAILED[why](address);
}

/** `192.168.1.7 (Wi-Fi)`, with a note about the kind of network. */
export function choiceWords({ address, name, kind }: NetworkChoice): string {
  return `${address} (${name}${NETWORK_KINDS[kind]})`;
}

export function guestWords(guests: number): string {
  return guests === 0 ? GUESTS.none : GUESTS.some(guests);
}

/** The question before guests are disconnected. Undefined without guests. */
export function stopQuestion(guests: number): string | undefined {
  return guests === 0 ? undefined : GUESTS.stop(guests);
}
