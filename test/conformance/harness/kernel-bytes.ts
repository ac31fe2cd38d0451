import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { period } from './deadline.ts';

const CHUNK = Buffer.alloc(64 * 1024);
const MOST_CHUNKS = 1_024;
/** What the kernel has not taken by then it does not take. */
const SETTLE_MS = 200;

/** How many bytes the kernel holds for somebody on this machine who does not read: what is sent beyond waits at the sender. */
export async function kernelBytes(): Promise<number> {
  const listener = createServer({ pauseOnConnect: true });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const arriving = once(listener, 'connection');
  const socket = connect((listener.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  const [reader] = await arriving;
  for (let n = 0; n < MOST_CHUNKS && socket.writableLength < 16 * CHUNK.length; n++) socket.write(CHUNK);
  await period(SETTLE_MS);
  const held = socket.bytesWritten - socket.writableLength;
  socket.destroy();
  reader.destroy();
  listener.close();
  return held;
}
