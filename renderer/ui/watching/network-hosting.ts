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
