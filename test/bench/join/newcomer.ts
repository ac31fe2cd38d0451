import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { JOIN_PEERS, type JoinPeer, type JoinPeerId, type JoinReport } from './join-peer.ts';

/** A newcomer in a process of its own: `node newcomer.ts PEER PORT STROKES`. Everything is as cold as it is for somebody who opens a link. */
const [peer, port, strokes] = process.argv.slice(2);

/** Loaded before the clock starts: an app has its code. */
async function peerNamed(name: JoinPeerId): Promise<JoinPeer> {
  switch (name) {
    case 'inkroom':
      return (await import('./peer-inkroom.ts')).inkroomPeer;
    case 'hocuspocus':
      return (await import('./peer-hocuspocus.ts')).hocuspocusPeer;
    case 'tldraw':
      return (await import('./peer-tldraw.ts')).tldrawPeer;
  }
}

const known = JOIN_PEERS.find((one) => one === peer);
if (!known) throw new Error(`No such peer: ${peer}`);
const sockets: Socket[] = [];
subscribe('net.client.socket', (event) => void sockets.push((event as { readonly socket: Socket }).socket));
const { join } = await peerNamed(known);
// What loading has left to do is done.
await wait(200);
const cpu = process.cpuUsage();
const from = performance.now();
const got = await join(Number(port), Number(strokes));
const ms = performance.now() - from;
const { user, system } = process.cpuUsage(cpu);
const bytes = sockets.reduce((sum, socket) => sum + socket.bytesRead + socket.bytesWritten, 0);
const report: JoinReport = { strokes: got, bytes, ms, cpuMs: (user + system) / 1000 };
process.send?.(report);
process.disconnect?.();
// Nothing of a client is waited for.
process.exitCode = 0;
setTimeout(() => process.exit(), 500).unref();
