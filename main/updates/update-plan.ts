import { assertNever } from '../../core/base/assert-never.ts';
import type { UpdateState } from '../../core/contract/desktop/app-updates.ts';

/** `--updates=`: off, or the address of a feed. Absent: as the build says. */
export type UpdateChoice = 'off' | { readonly feed: string };

/** A feed is trusted with the app's own code, so it must be HTTPS; a feed on this computer is for tests. Undefined for anything else. */
export function parseUpdateChoice(raw: string): UpdateChoice | undefined {
  if (raw === 'off') return 'off';
  const url = URL.parse(raw);
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  const isHere = url.protocol === 'http:' && (url.hostname === '127.0.0.1' || url.hostname === '[::1]');
  return url.protocol === 'https:' || isHere ? { feed: url.href } : undefined;
}

/** How this copy of the app was installed, as far as an update must know. */
export type InstalledAs = 'windows' | 'mac' | 'appImage' | 'deb' | 'other';

/** `packageType`: what electron-builder writes next to the app on Linux. `appImage`: the file that was started. */
export function installedAs(
  platform: NodeJS.Platform,
  { packageType, appImage }: { readonly packageType: string | undefined; readonly appImage: string | undefined },
): InstalledAs {
  if (platform === 'win32') return 'windows';
  if (platform === 'darwin') return 'mac';
  if (appImage !== undefined && appImage !== '') return 'appImage';
  return packageType?.trim() === 'deb' ? 'deb' : 'other';
}

export type UpdatePlan =
  | { readonly kind: 'off'; readonly why: 'noFeed' | 'turnedOff' }
  /** `feed`: undefined for the one that the build names. */
  | { readonly kind: 'on'; readonly feed: string | undefined; readonly onQuit: boolean };

export interface UpdateAround {
  readonly isPackaged: boolean;
  /** The build has a feed. */
  readonly hasFeed: boolean;
  readonly choice: UpdateChoice | undefined;
  readonly installed: InstalledAs;
}

/** Whether this app looks for updates, and where. A build without a feed looks for none until it is told one. */
export function planUpdates({ isPackaged, hasFeed, choice, installed }: UpdateAround): UpdatePlan {
  if (choice === 'off') return { kind: 'off', why: 'turnedOff' };
  // Source that is run as it is, and a package of another's making, are updated by other means.
  if (!isPackaged || installed === 'other') return { kind: 'off', why: 'noFeed' };
  if (choice === undefined && !hasFeed) return { kind: 'off', why: 'noFeed' };
  return { kind: 'on', feed: choice?.feed, onQuit: installed !== 'deb' };
}

export type UpdateEvent =
  /** It is time to ask, or the person wants to know. */
  | { readonly kind: 'due' }
  | { readonly kind: 'found'; readonly version: string }
  | { readonly kind: 'noneFound' }
  | { readonly kind: 'loaded' }
  | { readonly kind: 'failed' };

export interface UpdateStep {
  readonly state: UpdateState;
  readonly does: 'ask' | 'load' | undefined;
}

/** `now`: milliseconds since 1970. */
export function stepUpdate(
  state: UpdateState,
  event: UpdateEvent,
  { now, onQuit }: { readonly now: number; readonly onQuit: boolean },
): UpdateStep {
  const stay: UpdateStep = { state, does: undefined };
  if (state.at === 'off' || state.at === 'ready') return stay;
  switch (event.kind) {
    case 'due':
      return state.at === 'latest' || state.at === 'failed' ? { state: { at: 'asking' }, does: 'ask' } : stay;
    case 'found':
      return state.at === 'asking' ? { state: { at: 'loading', version: event.version }, does: 'load' } : stay;
    case 'noneFound':
      return state.at === 'asking' ? { state: { at: 'latest', askedAt: now }, does: undefined } : stay;
    case 'loaded':
      return state.at === 'loading' ? { state: { at: 'ready', version: state.version, onQuit }, does: undefined } : stay;
    case 'failed':
      return { state: { at: 'failed', askedAt: now }, does: undefined };
    default:
      return assertNever(event);
  }
}
