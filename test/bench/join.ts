import type { ChildProcess } from 'node:child_process';
import { median } from '../support/median.ts';
import { ensureBenchPackages } from './bench-packages.ts';
import { pinning, startNode, startServer, stop } from './fanout/run.ts';
import { boardStrokes } from './join/board-strokes.ts';
import { JOIN_PEERS, type JoinPeer, type JoinPeerId, type JoinReport } from './join/join-peer.ts';
import { conclude, printTable, readArguments, show, type Target } from './report.ts';

/**
 * `npm run bench:join`: what a newcomer to a large board needs, in bytes and time, beside Yjs (Hocuspocus) and tldraw sync holding the same
 * strokes, on the same machine in the same run. `--strokes=N`, `--rounds=N` and `--peers=a,b` choose.
 */
const options = readArguments(process.argv.slice(2), ['strokes', 'rounds', 'peers']);
const count = Number(options.values.get('strokes') ?? 10_000);
const rounds = Number(options.values.get('rounds') ?? 5);
const chosen = options.values.get('peers')?.split(',') ?? JOIN_PEERS;
const peers = JOIN_PEERS.filter((peer) => chosen.includes(peer));
const POINTS = 100;
/** A newcomer's bytes by ours, and a newcomer's time by ours: less than 1 is slower than the peer. */
const TIMES_FEWER_BYTES = 3.5;
const TIMES_AS_FAST = 0.75;
const JOIN_TIMEOUT_MS = 120_000;

ensureBenchPackages();

async function load(peer: JoinPeerId): Promise<JoinPeer> {
  switch (peer) {
    case 'inkroom':
      return (await import('./join/peer-inkroom.ts')).inkroomPeer;
    case 'hocuspocus':
      return (await import('./join/peer-hocuspocus.ts')).hocuspocusPeer;
    case 'tldraw':
      return (await import('./join/peer-tldraw.ts')).tldrawPeer;
  }
}

/** One newcomer, in a process that has met nobody yet. */
async function newcomer(peer: JoinPeerId, port: number): Promise<JoinReport> {
  const child = startNode('load', ['test/bench/join/newcomer.ts', peer, String(port), String(count)]);
  let said = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    said = `${said}${bytes.toString()}`.slice(-2000);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), JOIN_TIMEOUT_MS);
  try {
    return await new Promise<JoinReport>((resolve, reject) => {
      child.once('message', (report) => resolve(report as JoinReport));
      child.once('exit', (code) => reject(new Error(`The newcomer ended with ${code}: ${said}`)));
    });
  } finally {
    clearTimeout(timer);
    await stop(child);
  }
}

console.log(
  `A board of ${show(count)} strokes of ${POINTS} points, half pen with pressure, half mouse; ${pinning}. Bytes are those of`,
);
console.log(
  "the newcomer's TCP sockets, both ways; time is from its first call to the last stroke in its replica. Every newcomer is a process",
);
console.log(
  'of its own, cold; the servers take turns, and the fastest of each counts: what else a machine does only ever adds.\n',
);

const strokes = boardStrokes(count, POINTS);
const servers: { readonly peer: JoinPeerId; readonly child: ChildProcess; readonly port: number }[] = [];
const reports = new Map<JoinPeerId, JoinReport[]>();
try {
  for (const peer of peers) {
    servers.push({ peer, ...(await startServer(peer)) });
    const { port } = servers.at(-1) ?? { port: 0 };
    await (await load(peer)).fill(port, strokes);
    reports.set(peer, []);
    console.error(`  ${peer}: the board is drawn`);
  }
  for (let round = 0; round < rounds; round++) {
    for (const { peer, port } of servers) reports.get(peer)?.push(await newcomer(peer, port));
  }
} finally {
  for (const { child } of servers) await stop(child);
}

const figure = (peer: JoinPeerId, of: (report: JoinReport) => number): number => median((reports.get(peer) ?? []).map(of));
const fastest = (peer: JoinPeerId): number => Math.min(...(reports.get(peer) ?? []).map(({ ms }) => ms));
printTable(
  ['server', 'bytes', 'bytes/stroke', 'fastest ms', 'median', 'slowest', 'CPU ms'],
  peers.map((peer) => {
    const times = (reports.get(peer) ?? []).map(({ ms }) => ms);
    return [
      peer,
      show(figure(peer, ({ bytes }) => bytes)),
      show(Math.round(figure(peer, ({ bytes }) => bytes) / count)),
      show(Math.round(Math.min(...times))),
      show(Math.round(median(times))),
      show(Math.round(Math.max(...times))),
      show(Math.round(figure(peer, ({ cpuMs }) => cpuMs))),
    ];
  }),
);

const targets: Target[] = [];
for (const peer of peers) {
  if (peer === 'inkroom' || !peers.includes('inkroom')) continue;
  const bytes = figure(peer, (report) => report.bytes) / figure('inkroom', (report) => report.bytes);
  const faster = fastest(peer) / fastest('inkroom');
  targets.push({ name: `Times fewer bytes than ${peer}`, figure: bytes, unit: 'x', goal: { atLeast: TIMES_FEWER_BYTES } });
  targets.push({ name: `Times as fast as ${peer}`, figure: faster, unit: 'x', goal: { atLeast: TIMES_AS_FAST } });
}
process.exit(conclude('join', targets, Object.fromEntries(reports), options.json));
