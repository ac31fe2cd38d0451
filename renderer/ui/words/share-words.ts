import { assertNever } from '../../../core/base/assert-never.ts';
import type { NetworkChoice, NetworkKind } from '../../../core/contract/network-choices.ts';
import { isLoopback, type ServerAddresses, shareServers } from '../../../core/contract/server-addresses.ts';
import type { HostingState, NetworkHosting } from '../../../core/contract/shell-contract.ts';

/** The content of the Share panel. `here`: the link works on this computer only, so it is not for sharing. */
export type ShareView =
  | { readonly kind: 'shared'; readonly servers: readonly string[] }
  | { readonly kind: 'here'; readonly server: string; readonly text: string }
  | { readonly kind: 'own'; readonly hosting: NetworkHosting };

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
  noNetwork: 'This computer is in no network. Connect it, then open this panel again.',
  opening: 'Opening this board to the network …',
  address: 'Address for others',
  stop: 'Stop hosting',
  goOn: 'Go on hosting',
  linkHere: 'Link for this computer',
  link: 'Link to this room',
  copied: 'Link copied.',
  viewCopied: 'Link to this view copied.',
  notCopied: 'The link could not be copied. Select it and copy it by hand.',
} as const;

export const STOP_FAILED = 'Inkroom could not stop hosting. Try again.';

/** `server`: the address at which this window reaches the hub. `told`: the hub's own addresses; undefined if it has not sent any (yet). */
export function shareView(server: string, hosting: NetworkHosting | null, told: ServerAddresses | undefined): ShareView {
  if (hosting !== null && hosting.hub === server) return { kind: 'own', hosting };
  const servers = shareServers(server, told);
  const [first = server] = servers;
  return isLoopback(first) ? { kind: 'here', server: first, text: SHARE.serverHere } : { kind: 'shared', servers };
}

/** The server address in a link for others, as others can best reach it. */
export function sharedServer(view: ShareView): string {
  switch (view.kind) {
    case 'shared':
      return view.servers[0] ?? '';
    case 'here':
      return view.server;
    case 'own':
      return view.hosting.state.at === 'on' ? view.hosting.state.server : view.hosting.hub;
    default:
      return assertNever(view);
  }
}

/** Whether the address works, as far as this computer can find out by itself. */
export function reachWords({ reached, address }: Extract<HostingState, { readonly at: 'on' }>): string {
  switch (reached) {
    case 'asking':
      return 'Checking that the address works …';
    case 'yes':
      return 'Checked: this computer answers at that address.';
    case 'no':
      return `This computer does not answer at ${address}. The network may have changed: choose another address, or stop and share again.`;
    default:
      return assertNever(reached);
  }
}

/** What a firewall asks, or which rule it needs, where people start the app. */
export function firewallWords(platform: 'mac' | 'windows' | 'linux' | 'browser', server: string): string {
  switch (platform) {
    case 'windows':
      return 'Windows may ask whether Inkroom may be reached: allow private networks.';
    case 'mac':
      return 'macOS may ask whether Inkroom may accept connections: allow it.';
    default:
      return `If others cannot open it, a firewall may keep them out: let TCP port ${new URL(server).port || '80'} in.`;
  }
}

export function failedWords({ why, address }: Extract<HostingState, { readonly at: 'failed' }>): string {
  switch (why) {
    case 'noAddress':
      return `${address} is no longer an address of this computer. Choose another one.`;
    case 'noPort':
      return `Other programs use all the ports that Inkroom tried at ${address}. Quit one of them and try again.`;
    case 'notAllowed':
      return `The system does not let Inkroom listen at ${address}. Choose another address.`;
    case 'unknown':
      return `Inkroom could not listen at ${address}. Choose another address, or try again.`;
    default:
      return assertNever(why);
  }
}

const KINDS: Readonly<Record<NetworkKind, string>> = {
  network: '',
  vpn: ', VPN',
  virtual: ', virtual',
  selfAssigned: ', no router',
};

/** `192.168.1.7 (Wi-Fi)`, with a note about the kind of network. */
export function choiceWords({ address, name, kind }: NetworkChoice): string {
  return `${address} (${name}${KINDS[kind]})`;
}

export function guestWords(guests: number): string {
  if (guests === 0) return 'Nobody else is here yet.';
  return guests === 1 ? '1 other person is here.' : `${guests.toLocaleString('en')} other people are here.`;
}

/** The question before guests are disconnected. Undefined without guests. */
export function stopQuestion(guests: number): string | undefined {
  if (guests === 0) return undefined;
  return `The room ends for ${guests === 1 ? '1 other person' : `${guests.toLocaleString('en')} other people`}. They keep a copy. You go on drawing here.`;
}
