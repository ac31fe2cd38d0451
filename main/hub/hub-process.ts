import { utilityProcess } from 'electron';
import { hubEnvironment } from './hub-environment.ts';
import type { HubChild } from './hub-host.ts';

/** Runs the bundled hub in a utility process. A crash or a busy room there does not block windows and menus here. */
export function forkHub(bundle: string, args: readonly string[], hostKey: string): HubChild {
  const child = utilityProcess.fork(bundle, [...args], {
    serviceName: 'Inkroom hub',
    stdio: 'inherit',
    env: hubEnvironment(process.env, hostKey),
  });
  return {
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    send: (message) => child.postMessage(message),
    end: () => void child.kill(),
    kill() {
      // `child.kill` only asks, and a hub that hangs hears nothing.
      try {
        if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
      } catch {
        // It has just ended.
      }
    },
  };
}
