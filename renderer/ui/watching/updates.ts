import type { UpdateState } from '../../../core/contract/desktop/app-updates.ts';
import type { Shell } from '../../../core/contract/desktop/shell-contract.ts';
import { createValue, type Source } from '../value-store.ts';

/** What the app knows of newer versions of itself; null in a browser. Lives as long as the page. */
export interface UpdateSource extends Source<UpdateState | null> {
  /** The shell reported a change. */
  told(updates: UpdateState): void;
  ask(): void;
  /** Rejects when there is nothing to install. */
  restart(): Promise<void>;
}

export function watchUpdates(shell: Pick<Shell, 'updates' | 'askForUpdates' | 'restartToUpdate'>): UpdateSource {
  const value = createValue<UpdateState | null>(null);
  shell.updates().then(value.write, () => {});
  return {
    read: value.read,
    watch: value.watch,
    told: value.write,
    // The answer comes as an event, and so does a failure.
    ask: () => void shell.askForUpdates().catch(() => {}),
    restart: shell.restartToUpdate,
  };
}
