import type { Transport } from './transport.ts';

/** The transport of a connection whose socket is gone and may be replaced. It accepts nothing. */
export const NO_TRANSPORT: Transport = {
  name: 'WebSockets',
  carriesBinary: true,
  keepsAlive: false,
  bufferedBytes: 0,
  writable: false,
  write() {},
  pause() {},
  resume() {},
  end() {},
  destroy() {},
  abandon() {},
};
