import type { DirectSocket } from '../../session/link/transport-memory.ts';
import type { SettingsStorage } from './settings-storage.ts';

const KEY = 'inkroom.direct';

/**
 * Remembers in the storage of this tab that a WebSocket reached the server. Only for this tab, because its next visit may be in another
 * network.
 */
export function keptDirectSocket(tab: SettingsStorage | undefined, server: string): DirectSocket {
  return {
    read() {
      try {
        return tab?.getItem(KEY) === server;
      } catch {
        return false;
      }
    },
    write(isDirect) {
      try {
        tab?.setItem(KEY, isDirect ? server : '');
      } catch {
        // Full or forbidden: the next page asks the server.
      }
    },
  };
}
