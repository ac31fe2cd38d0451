import type { RoomLink } from '../../../core/contract/access/room-link.ts';
import type { NetworkHosting, Shell } from '../../../core/contract/desktop/shell-contract.ts';
import { createValue, type Source } from '../value-store.ts';

/** The state of the app's own hub; null without one. Lives as long as the page. */
export interface NetworkSource extends Source<NetworkHosting | null> {
  /** The shell reported a change. */
  told(hosting: NetworkHosting | null): void;
  /** Asks again, and lets the shell check the address again. */
  lookAgain(): void;
}

export function watchNetwork(shell: Pick<Shell, 'hosting'>): NetworkSource {
  const value = createValue<NetworkHosting | null>(null);
  const lookAgain = (): void => {
    // A failed request means that there is no hub.
    shell.hosting().then(value.write, () => {});
  };
  lookAgain();
  return { read: value.read, watch: value.watch, told: value.write, lookAgain };
}

/** True if this window shows a room that this app hosts for the network. */
export function isHosting(link: RoomLink, hosting: NetworkHosting | null): boolean {
  return hosting !== null && hosting.hub === link.server && hosting.state.at === 'on';
}
