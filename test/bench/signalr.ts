import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ensureBenchPackages } from './bench-packages.ts';
import { conclude, printTable, readArguments, show, type Target } from './report.ts';
import { MEASUREMENTS, type Measurement } from './signalr/plan.ts';
import { ASPNET, aspnetSpeaksMessagePack, pinning, type Result, run } from './signalr/run.ts';

/**
 * `npm run bench:signalr`: our SignalR server beside Socket.IO, a bare `ws` server and, where it was built by
 * `npm run test:conformance -- --aspnet`, ASP.NET Core. `--quick`: one short round; `--peers=a,b` and `--only=echo,idle` choose.
 */
const options = readArguments(process.argv.slice(2), ['quick', 'peers', 'only']);
const quick = options.flags.has('quick');

function whyNoAspnet(): string | undefined {
  if (spawnSync('dotnet', ['--list-runtimes']).status !== 0) return 'no dotnet on this machine';
  return existsSync(ASPNET) ? undefined : 'not built yet, `npm run test:conformance -- --aspnet` does';
}
const withoutAspnet = whyNoAspnet();
/** NuGet was not to be had when it was built. */
const withoutMessagePack = withoutAspnet !== undefined || !aspnetSpeaksMessagePack();
const PEERS = [
  'inkroom-messagepack',
  'inkroom-json',
  'ws',
  'socket.io',
  ...(withoutAspnet === undefined ? ['aspnet-json'] : []),
  ...(withoutMessagePack ? [] : ['aspnet-messagepack']),
];
const peers = PEERS.filter((peer) => options.values.get('peers')?.split(',').includes(peer) ?? true);
const measurements = MEASUREMENTS.filter((what) => options.values.get('only')?.split(',').includes(what) ?? true);
if (peers.includes('socket.io')) ensureBenchPackages();

/** Each idle connection is a file for the server and one for the load. Node and .NET raise the limit to the hard one themselves. */
const files = Number(spawnSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).stdout ?? Number.NaN);
if (measurements.includes('idle') && files < 5_200) {
  console.error(
    `5,000 connections need 5,200 open files, and the limit is ${files}: raise it ("ulimit -Hn") or leave out "idle" (--only=…)`,
  );
  process.exit(2);
}

/** Per second of the server's processor time; per delivered message; per connection. */
function worth({ what, done, cpuMicros, memoryBytes }: Result): number {
  if (what === 'echo' || what === 'connects') return done / (cpuMicros / 1e6);
  return what === 'idle' ? memoryBytes / 1024 / done : cpuMicros / done;
}

/** The same for all measurements: less is better. */
function cost(result: Result): number {
  return result.what === 'echo' || result.what === 'connects' ? 1 / worth(result) : worth(result);
}

const results: Result[] = [];
const failures: string[] = [];
const ROUNDS = quick ? 1 : 2;
/** A machine that did something else for a while, so that messages came too late, gets this many further chances. */
const FURTHER = 2;
const isWhole = ({ done, due = 0 }: Result): boolean => done > 0 && done >= due * 0.95;

/** Contenders take turns, so that a neighbour's work falls on all of them; the cheaper of each one's rounds counts. */
for (const what of measurements) {
  const runs = new Map<string, Result[]>(peers.map((peer) => [peer, []]));
  for (let round = 0; round < ROUNDS + FURTHER; round++) {
    for (const peer of peers) {
      const mine = runs.get(peer) ?? [];
      if (round >= ROUNDS && mine.some(isWhole)) continue;
      try {
        const result = await run({ peer, what, warmMs: quick ? 1_000 : 2_000, measureMs: quick ? 2_000 : 4_000 });
        mine.push(result);
        console.error(
          `  ${what}, ${peer}: measured${isWhole(result) ? '' : `, but only ${result.done} of ${result.due} came in time`}`,
        );
      } catch (error) {
        console.error(`  ${what}, ${peer}: ${String(error)}`);
      }
    }
  }
  for (const [peer, mine] of runs) {
    const best = mine.filter(isWhole).sort((a, b) => cost(a) - cost(b))[0];
    if (best !== undefined) results.push(best);
    else failures.push(`${peer}, ${what}: no run was whole`);
  }
}

const of = (peer: string, what: Measurement): Result | undefined => results.find((one) => one.peer === peer && one.what === what);
const figure = (peer: string, what: Measurement): number => {
  const result = of(peer, what);
  return result === undefined ? Number.NaN : worth(result);
};
console.log(`\nCores: ${pinning}.`);
console.log(
  withoutAspnet === undefined
    ? withoutMessagePack
      ? "ASP.NET Core's MessagePack was not run: it comes from NuGet. Our MessagePack is compared with its JSON.\n"
      : ''
    : `ASP.NET Core was not run: ${withoutAspnet}.\n`,
);
const HEAD = ['server', 'echo/CPU s', 'bcast us', 'p50 ms', 'p99 ms', 'burst us', 'idle KB', 'connects/CPU s'];
printTable(
  HEAD,
  peers.map((peer) => [
    peer,
    show(figure(peer, 'echo')),
    show(figure(peer, 'broadcast')),
    show(of(peer, 'broadcast')?.p50),
    show(of(peer, 'broadcast')?.p99),
    show(figure(peer, 'bursts')),
    show(figure(peer, 'idle')),
    show(figure(peer, 'connects')),
  ]),
);

const OURS = 'inkroom-messagepack';
const ASPNET_PEER = withoutMessagePack ? 'aspnet-json' : 'aspnet-messagepack';
const targets: Target[] = [];
function compare(other: string, what: Measurement, name: string, goal: Target['goal']): void {
  if (!measurements.includes(what) || !peers.includes(other) || !peers.includes(OURS)) return;
  targets.push({ name: `${name} of ${other}`, figure: figure(OURS, what) / figure(other, what), unit: 'x', goal });
}
compare('socket.io', 'echo', 'Echo calls per CPU second, times those', { atLeast: 1 });
compare(ASPNET_PEER, 'echo', 'Echo calls per CPU second, times those', { atLeast: 1.1 });
compare('socket.io', 'broadcast', 'CPU per broadcast message, times that', { atMost: 1 });
compare(ASPNET_PEER, 'broadcast', 'CPU per broadcast message, times that', { atMost: 1 });
compare('socket.io', 'bursts', 'CPU per message of a burst, times that', { atMost: 0.2 });
compare('socket.io', 'idle', 'Memory per idle connection, times that', { atMost: 1 });
compare(ASPNET_PEER, 'connects', 'Connects per CPU second, times those', { atLeast: 1.2 });
for (const failure of failures) console.log(failure);
const code = conclude(
  'signalr',
  targets,
  results.map((one) => ({ ...one, worth: worth(one) })),
  options.json,
);
process.exitCode = failures.length > 0 ? 1 : code;
