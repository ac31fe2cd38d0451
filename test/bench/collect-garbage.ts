import type { ChildProcess } from 'node:child_process';

/** Node's servers drop their garbage before their memory is read. ASP.NET's collector cannot be called from outside. */
export function collectGarbage(server: ChildProcess): Promise<void> {
  if (!server.connected) return Promise.resolve();
  return new Promise((resolve) => {
    const hear = (message: unknown): void => {
      if (message !== 'collected') return;
      server.off('message', hear);
      resolve();
    };
    server.on('message', hear);
    server.send('collect');
  });
}
