import { isIP } from 'node:net';
import { codeOf } from '../../core/base/reason-of.ts';
import { SerialQueue } from '../../core/base/serial-queue.ts';
import { type FromHub, parseToHub } from '../../core/contract/desktop/hub-parent.ts';
import type { RunningServer } from '../compose.ts';
import { WILDCARDS } from '../http/addresses.ts';

/** The desktop app that runs this hub. */
export interface ParentApp {
  /** The client that presents it is the host. */
  readonly hostKey: string;
  tell(message: FromHub): void;
  hear(listener: (message: unknown) => void): void;
}

/** Carries out the app's requests, one after the other. Calls `end` when the host ends the hub. */
export function talkWithParent(parent: ParentApp, running: Pick<RunningServer, 'doors' | 'hub'>, end: () => void): void {
  const { doors, hub } = running;
  const asks = new SerialQueue();
  parent.hear((raw) => {
    const asked = parseToHub(raw);
    switch (asked?.kind) {
      case 'openDoor':
        void asks.add(() => openDoor(asked.host, asked.port));
        return;
      case 'closeDoor':
        void asks.add(() => closeDoor(asked.host));
        return;
      case 'end':
        end();
        return;
      default:
    }
  });

  async function openDoor(host: string, port: number): Promise<void> {
    try {
      // Only an address: a name could lead anywhere, and a wildcard everywhere.
      if (isIP(host) === 0 || WILDCARDS.has(host)) throw Object.assign(new Error('no address'), { code: 'EINVAL' });
      parent.tell({ kind: 'doorOpen', host, server: await doors.open(host, port) });
    } catch (error) {
      parent.tell({ kind: 'doorFailed', host, code: codeOf(error) ?? 'unknown' });
    }
  }

  async function closeDoor(host: string): Promise<void> {
    hub.sendGuestsAway();
    await doors.close(host);
    parent.tell({ kind: 'doorClosed', host });
  }
}
