/** One address of a network interface, as the operating system reports it. */
export interface InterfaceAddress {
  readonly address: string;
  readonly family: 'IPv4' | 'IPv6';
  /** True when it reaches this computer only. */
  readonly internal: boolean;
}

/** The network behind an interface, guessed from its name and address. `selfAssigned`: no router gave an address. */
export type NetworkKind = 'network' | 'vpn' | 'virtual' | 'selfAssigned';

/** An address at which other computers may reach this one. */
export interface NetworkChoice {
  /** Without brackets. */
  readonly address: string;
  /** The system's name of the interface, such as `eth0`, `en0` or `Wi-Fi`. */
  readonly name: string;
  readonly kind: NetworkKind;
}

/** Tunnels into other networks. They rarely reach people in the same building. */
const VPN =
  /^(tun|tap|utun|wg|ppp|ipsec|gpd|nordlynx|proton|tailscale|zt|cscotun|vpn)|tailscale|zerotier|wireguard|openvpn|tap-windows|anyconnect|forticlient|vpn/i;
/** Networks inside this computer: containers and virtual machines. */
const VIRTUAL =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|vnic|lxc|lxd|podman|cni|flannel|cali|bridge1\d\d|anpi|awdl|llw|ap\d|feth|dummy|ifb)|vethernet|virtualbox|vmware|hyper-v|wsl|loopback/i;

/** Home routers first, then company networks, then Docker's default range, then addresses of the whole Internet. */
const RANGES: readonly RegExp[] = [/^192\.168\./, /^10\./, /^172\.(1[6-9]|2\d|3[01])\./];
/** Carriers' shared address space (RFC 6598). On a personal computer it is a mesh VPN. */
const CARRIER = /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;
const LINK_LOCAL = /^(169\.254\.|fe[89ab][0-9a-f]:)/i;

const KINDS: readonly NetworkKind[] = ['network', 'vpn', 'virtual', 'selfAssigned'];

/**
 * The addresses at which other computers may reach this one, the best guess first. An interface offers its IPv4 addresses, and
 * IPv6 only without any IPv4, because people cannot type long addresses.
 */
export function networkChoices(
  interfaces: Readonly<Record<string, readonly InterfaceAddress[] | undefined>>,
): readonly NetworkChoice[] {
  const choices = Object.entries(interfaces).flatMap(([name, all = []]) => {
    const outward = all.filter(({ internal, address }) => !internal && !/^fe[89ab][0-9a-f]:/i.test(address));
    const short = outward.filter(({ family }) => family === 'IPv4');
    return (short.length > 0 ? short : outward).map(
      ({ address }): NetworkChoice => ({ address, name, kind: kindOf(name, address) }),
    );
  });
  return choices.sort(
    (a, b) =>
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
      rangeOf(a.address) - rangeOf(b.address) ||
      compare(a.name, b.name) ||
      compare(a.address, b.address),
  );
}

function kindOf(name: string, address: string): NetworkKind {
  if (LINK_LOCAL.test(address)) return 'selfAssigned';
  if (VIRTUAL.test(name)) return 'virtual';
  return VPN.test(name) || CARRIER.test(address) ? 'vpn' : 'network';
}

function rangeOf(address: string): number {
  const range = RANGES.findIndex((one) => one.test(address));
  return range < 0 ? RANGES.length + (address.includes(':') ? 1 : 0) : range;
}

/** By code unit, so that every machine gives the same order. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `http://host:port`, with an IPv6 address in brackets. */
export function serverAt(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
