import type { ChildProcess } from 'node:child_process';
import { type Children, eachLine } from '../../build/children.ts';
import { newRoomId } from '../../core/board/ids.ts';
import { formatRoomLink } from '../../core/contract/access/room-link.ts';
import { openedLink } from '../../core/contract/launch.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { openWindowFront, type WindowFront } from './window-front.ts';

/** The place of a hub and of the window that prefers it. */
export const PLACES = ['A', 'B'] as const;
export type Place = (typeof PLACES)[number];
export const other = (place: Place): Place => (place === 'A' ? 'B' : 'A');
export const hubName = (place: Place): string => `hub ${place}`;

export interface Fleet {
  /** One and the same room, by the address of this place's window. */
  link(place: Place): string;
  /** The process of this place's hub; undefined when it is gone. */
  pid(place: Place): number | undefined;
  /** Ends the hub as a crash would. The window's front refuses everybody until `passOn`. */
  kill(place: Place): Promise<void>;
  /** The window's connections go to the hub that lives. */
  passOn(place: Place): void;
  /** Kills every hub and starts new ones, as a machine does that is switched off and on. */
  restart(): Promise<void>;
}

interface Hub {
  readonly child: ChildProcess;
  readonly port: number;
  readonly gone: Promise<void>;
}

export interface FleetOptions {
  readonly children: Children;
  /** The connection string of the service that stands in front of the hubs; undefined: each is on its own. */
  readonly service: string | undefined;
  /** A hub ended without being told to. */
  readonly onLost: (place: Place) => void;
}

/** Two hubs that keep nothing, and two fronts. Rejects when a hub cannot start; what it said is on the error output. */
export async function startFleet({ children, service, onLost }: FleetOptions): Promise<Fleet> {
  const room = newRoomId(nodeRandom);
  const hubs = new Map<Place, Hub>();
  const fronts: Readonly<Record<Place, WindowFront>> = { A: await openWindowFront(), B: await openWindowFront() };
  children.onEnd(() => {
    for (const place of PLACES) fronts[place].close();
  });
  const env = environment(service);

  async function startAll(): Promise<void> {
    await Promise.all(
      PLACES.map(async (place) => {
        const hub = await startHub(children, place, env);
        hubs.set(place, hub);
        hub.child.once('close', () => {
          if (hubs.get(place) !== hub) return;
          hubs.delete(place);
          if (!children.ending.aborted) onLost(place);
        });
      }),
    );
    for (const place of PLACES) passOn(place);
  }

  function passOn(place: Place): void {
    fronts[place].aim([place, other(place)].flatMap((one) => hubs.get(one)?.port ?? []));
  }

  async function kill(place: Place): Promise<void> {
    const hub = hubs.get(place);
    fronts[place].aim([]);
    hubs.delete(place);
    hub?.child.kill('SIGKILL');
    await hub?.gone;
  }

  await startAll();
  return {
    link: (place) => formatRoomLink({ server: fronts[place].server, room }),
    pid: (place) => hubs.get(place)?.child.pid,
    kill,
    passOn,
    async restart() {
      await Promise.all(PLACES.map(kill));
      await startAll();
    },
  };
}

/** Ours without what is set for hubs: the demo is the same on every machine. */
function environment(service: string | undefined): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('INKROOM_'));
  return { ...Object.fromEntries(kept), ...(service === undefined ? {} : { INKROOM_AZURE_SIGNALR: service }) };
}

async function startHub(children: Children, place: Place, env: NodeJS.ProcessEnv): Promise<Hub> {
  const flags = ['--host', '127.0.0.1', '--port', '0', '--instance-name', hubName(place), '--quiet', '--log-level', 'error'];
  // The entry for parents: it ends when its channel to us does, however we end.
  const child = children.run(process.execPath, ['server/hub-process.ts', 'serve', ...flags], { channel: 'ipc', env });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    eachLine(child, (line) => {
      const link = openedLink(line);
      if (link !== undefined) resolve(Number(new URL(link).port));
    });
    void gone.then(() => reject(new Error(`${hubName(place)} could not start`)));
  });
  return { child, port, gone };
}
