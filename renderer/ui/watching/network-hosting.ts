import type { NetworkHosting, Shell } from '../../../core/contract/shell-contract.ts';
import { createValue, type Source } from '../value-store.ts';

/** How the app's own hub is reached; null where there is none. Lives as long as the page. */
export interface NetworkSource extends Source<NetworkHosting | null> {
  /** The shell told of a change. */
  told(hosting: NetworkHosting | null): void;
  /** Asks again, and has the shell prove again that the address works. */
  lookAgain(): void;
}

export function watchNetwork(shell: Pick<Shell, 'hosting'>): NetworkSource {
  const value = createValue<NetworkHosting | null>(null);
  const lookAgain = (): void => {
    // What cannot be asked is not there.
    shell.hosting().then(value.write, () => {});
  };
  lookAgain();
  return { read: value.read, watch: value.watch, told: value.write, lookAgain };
}
