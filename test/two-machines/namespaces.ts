import { spawnSync } from 'node:child_process';

/** Two hosts with addresses of their own on one cable, inside this machine: network namespaces of Linux. Nothing leads out of them. */
export interface TwoMachines {
  readonly host: Machine;
  readonly guest: Machine;
  /** Takes both away. */
  remove(): void;
}

export interface Machine {
  readonly address: string;
  /** The words that run a command on this machine. */
  readonly command: readonly [string, ...string[]];
}

/** A private network that no test elsewhere uses. */
export const HOST_ADDRESS = '10.77.42.1';
const GUEST_ADDRESS = '10.77.42.2';

/** Undefined where the system does not allow it, with the reason in words. */
export function twoMachines(): TwoMachines | { readonly why: string } {
  if (process.platform !== 'linux') return { why: 'network namespaces are Linux’s' };
  if (process.getuid?.() !== 0) return { why: 'network namespaces need root' };
  const [host, guest] = [`inkroom-host-${process.pid}`, `inkroom-guest-${process.pid}`];
  const remove = (): void => {
    for (const name of [host, guest]) ip('netns', 'del', name);
  };
  // The cable's ends are made inside, so that this machine's own interfaces never change.
  const steps: readonly (readonly string[])[] = [
    ['netns', 'add', host],
    ['netns', 'add', guest],
    ['-n', host, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', guest],
    ['-n', host, 'addr', 'add', `${HOST_ADDRESS}/24`, 'dev', 'eth0'],
    ['-n', guest, 'addr', 'add', `${GUEST_ADDRESS}/24`, 'dev', 'eth0'],
    ...[host, guest].flatMap((name) => ['lo', 'eth0'].map((device) => ['-n', name, 'link', 'set', device, 'up'])),
    // As a computer with a way into the world has it: what is said to everybody goes over the cable.
    ...[host, guest].map((name) => ['-n', name, 'route', 'add', '224.0.0.0/4', 'dev', 'eth0']),
  ];
  for (const step of steps) {
    const failure = ip(...step);
    if (failure === undefined) continue;
    remove();
    return { why: `"ip ${step.join(' ')}": ${failure}` };
  }
  return {
    host: { address: HOST_ADDRESS, command: ['ip', 'netns', 'exec', host] },
    guest: { address: GUEST_ADDRESS, command: ['ip', 'netns', 'exec', guest] },
    remove,
  };
}

/** The reason when it failed. */
function ip(...args: readonly string[]): string | undefined {
  const { status, stderr, error } = spawnSync('ip', args, { encoding: 'utf8' });
  if (error) return error.message;
  return status === 0 ? undefined : stderr.trim() || `ended with ${status}`;
}
