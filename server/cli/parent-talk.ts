import { isIP } from 'node:net';
import { type FromHub, parseToHub } from '../../core/contract/hub-parent.ts';
import type { RunningServer } from '../compose.ts';

/** The app that runs this hub for itself. */
export interface ParentFace {
  /** Who shows it is the host. */
  readonly hostKey: string;
  tell(message: FromHub): void;
  hear(listener: (message: unknown) => void): void;
}

/** Does what the app asks of its hub, one thing after the other. `end` is called when the host ends the hub. */
export function talkWithParent(parent: ParentFace, running: Pick<RunningServer, 'doors' | 'hub'>, end: () => void): void {
  const { doors, hub } = running;
  let last: Promise<void> = Promise.resolve();
  parent.hear((raw) => {
    const asked = parseToHub(raw);
    switch (asked?.kind) {
      case 'openDoor':
        last = last.then(() => openDoor(asked.host, asked.port));
        return;
      case 'closeDoor':
        last = last.then(() => closeDoor(asked.host));
        return;
      case 'end':
        end();
        return;
      default:
    }
  });

  async function openDoor(host: string, port: number): Promise<void> {
    try {
      // A name could lead anywhere, and a wildcard everywhere.
      if (isIP(host) === 0 || host === '0.0.0.0' || host === '::')
        throw Object.assign(new Error('no address'), { code: 'EINVAL' });
      parent.tell({ kind: 'doorOpen', host, server: await doors.open(host, port) });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      parent.tell({ kind: 'doorFailed', host, code });
    }
  }

  async function closeDoor(host: string): Promise<void> {
    hub.sendGuestsAway();
    await doors.close(host);
    parent.tell({ kind: 'doorClosed', host });
  }
}
