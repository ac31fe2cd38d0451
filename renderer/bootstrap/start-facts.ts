import type { HostedHere, Shell, ShellCapabilities } from '../../core/contract/desktop/shell-contract.ts';
import { serverOfPage } from '../../core/contract/server-address.ts';
import { type Address, readHash, readStartLink } from './room-address.ts';
import { type AddressBar, reloadedAddress } from './room-switch.ts';

/** What the page must know before it opens a room. */
export interface StartFacts {
  readonly capabilities: ShellCapabilities;
  /** The room to open. In the app it is always one. */
  readonly address: Address;
  /** This app's own hub. Undefined without one, and while it does not run. The room need not wait for it. */
  readonly own: Promise<HostedHere | undefined>;
  /** No person asked for the room: the app or the page was opened without a link. */
  readonly isUnasked: boolean;
}

/** Asks in as few rounds as possible: a page that comes back after a crash must not wait for one answer after the other. */
export async function askForStart(
  shell: Pick<Shell, 'capabilities' | 'startLink' | 'hostedHere' | 'isAsked'>,
  window: AddressBar,
): Promise<StartFacts> {
  const reloaded = reloadedAddress(window);
  // The app's hub runs once it has been asked for the link, so the question about the hub comes after that.
  const started = reloaded ?? shell.startLink().then(readStartLink);
  const own = Promise.resolve(started).then(() => shell.hostedHere(false).catch(() => undefined));
  const [capabilities, isAsked, inAppAddress] = await Promise.all([shell.capabilities(), shell.isAsked(), started]);
  const inApp = capabilities.kind === 'desktop';
  const address = inApp ? inAppAddress : readHash(window.location.hash, serverOfPage(window.location));
  if (inApp && address.kind !== 'room') throw new Error('the desktop started without a readable link');
  return {
    capabilities,
    address,
    own,
    isUnasked: inApp ? reloaded === undefined && !isAsked : address.kind === 'none',
  };
}
