/** Decisions of `npm start`, without effects. */

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user is root. Electron's sandbox refuses root on Linux. */
  readonly isRoot: boolean;
}

/** Whether a window can be shown at all. macOS and Windows always have a screen session where people type commands. */
export function hasDisplay(machine: Machine): boolean {
  if (machine.platform === 'darwin' || machine.platform === 'win32') return true;
  return Boolean(machine.env.DISPLAY) || Boolean(machine.env.WAYLAND_DISPLAY);
}

export type DesktopPlan =
  | { readonly kind: 'run'; readonly binary: string; readonly flags: readonly string[] }
  /** Electron's installer may try; then plan again. */
  | { readonly kind: 'fetch' }
  | { readonly kind: 'none'; readonly why: string };

export function planDesktop(machine: Machine, binary: string | undefined): DesktopPlan {
  if (!hasDisplay(machine)) {
    return { kind: 'none', why: binary ? 'there is no display' : 'its binary is not installed and there is no display' };
  }
  if (binary === undefined) return { kind: 'fetch' };
  return { kind: 'run', binary, flags: machine.platform === 'linux' && machine.isRoot ? ['--no-sandbox'] : [] };
}

export interface OpenerCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** The system's way to open a link in the person's browser, or `undefined` where there is none. `has` says whether a command exists. */
export function planOpener(machine: Machine, link: string, has: (command: string) => boolean): OpenerCommand | undefined {
  if (machine.platform === 'darwin') return { command: 'open', args: [link] };
  // `start` is a word of cmd, and its first quoted argument is a window's title.
  if (machine.platform === 'win32') return { command: 'cmd', args: ['/d', '/s', '/c', `start "" "${link}"`] };
  return hasDisplay(machine) && has('xdg-open') ? { command: 'xdg-open', args: [link] } : undefined;
}

/**
 * Whether the desktop app hosts the board by itself, as an installed app does: with the Share button that lets others in, and the question
 * before it quits. Flags and settings are for a hub: with them `npm start` runs a server, and the app joins it.
 */
export function appHosts(flags: readonly string[], env: Machine['env']): boolean {
  return flags.length === 0 && !Object.keys(env).some((name) => /^INKROOM_/i.test(name));
}

/**
 * What the hub of `npm start` is run with: for this computer only and always on the same port, so that a browser finds name, theme and
 * recent rooms again, unless the person's own flags say otherwise (the last of a kind counts).
 */
export function hubCommand(flags: readonly string[]): readonly string[] {
  return ['server/hub-process.ts', 'serve', '--host', '127.0.0.1', '--port', '7420+', ...flags];
}
