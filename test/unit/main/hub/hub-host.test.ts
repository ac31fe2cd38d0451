import { describe, expect, test } from 'vitest';
import { type HubChild, hostHub } from '../../../../main/hub/hub-host.ts';
import type { MainEvent } from '../../../../main/log.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const READY = { kind: 'ready', link: 'http://127.0.0.1:4000/#/r/first', server: 'http://127.0.0.1:4000' };

/** A machine on which hubs start when the test says so. */
function machine() {
  const clock = new FakeClock();
  const events: MainEvent[] = [];
  const hubs: {
    args: readonly string[];
    say(message: unknown): void;
    exit(code: number): void;
    readonly ended: boolean;
    readonly killed: boolean;
  }[] = [];
  const say = (event: MainEvent): void => void events.push(event);
  let flags: readonly string[] = [];
  let failed = 0;
  const sent: unknown[] = [];
  const served: number[] = [];
  const host = hostHub({
    clock,
    port: { flag: () => '7420+', served: (port) => void served.push(port) },
    log: { info: say, warn: say, error: say },
    keeping: { flags: () => flags, startFailed: () => void failed++ },
    fork(args): HubChild {
      let hear: (message: unknown) => void = () => {};
      const gone: ((code: number) => void)[] = [];
      const exit = (code: number): void => {
        for (const tell of gone) tell(code);
      };
      const hub = { args, ended: false, killed: false, say: (message: unknown) => hear(message), exit };
      hubs.push(hub);
      return {
        onMessage: (listener) => {
          hear = listener;
        },
        onExit: (listener) => {
          gone.push(listener);
        },
        send: (message) => void sent.push(message),
        end: () => {
          hub.ended = true;
        },
        kill: () => {
          hub.killed = true;
        },
      };
    },
  });
  return {
    host,
    hubs,
    events,
    sent,
    served,
    clock,
    keep: (next: readonly string[]) => {
      flags = next;
    },
    failures: () => failed,
    pass: (ms: number) => clock.advance(ms),
  };
}

describe('the hub on this machine', () => {
  test('is started when its address is first asked for, once, on a free port of this machine only', async () => {
    const { host, hubs } = machine();
    expect(hubs).toHaveLength(0);
    const [first, second] = [host.server(), host.server()];
    expect(hubs.map((hub) => hub.args)).toEqual([['serve', '--host', '127.0.0.1', '--port', '7420+']]);
    hubs[0]?.say(READY);
    expect(await first).toBe('http://127.0.0.1:4000');
    expect(await second).toBe('http://127.0.0.1:4000');
    expect(await host.server()).toBe('http://127.0.0.1:4000');
    expect(hubs).toHaveLength(1);
  });

  test.each([
    undefined,
    null,
    'ready',
    { kind: 'ready' },
    { kind: 'ready', link: 'nonsense' },
    { kind: 'ready', link: 'http://evil.example/#/r/x' },
  ])('is not believed to be ready by %j', async (message) => {
    const { host, hubs, events } = machine();
    const server = host.server();
    hubs[0]?.say(message);
    expect(events).toEqual(['hub.message_ignored']);
    hubs[0]?.say(READY);
    expect(await server).toBe('http://127.0.0.1:4000');
  });

  test('comes back on its old port after a crash, so that everybody’s link goes on working', async () => {
    const { host, hubs } = machine();
    const server = host.server();
    hubs[0]?.say(READY);
    await server;
    hubs[0]?.exit(1);
    expect(hubs[1]?.args).toEqual(['serve', '--host', '127.0.0.1', '--port', '4000']);
    hubs[1]?.say(READY);
    expect(await host.server()).toBe('http://127.0.0.1:4000');
  });

  test('that crashes before it is ready is tried again, and who waits goes on waiting', async () => {
    const { host, hubs } = machine();
    const server = host.server();
    hubs[0]?.exit(1);
    hubs[1]?.say(READY);
    expect(await server).toBe('http://127.0.0.1:4000');
  });

  test('that does nothing but crash is given up with an error, and may be asked for again', async () => {
    const { host, hubs, events } = machine();
    const server = host.server();
    for (let i = 0; i < 4; i++) hubs[i]?.exit(1);
    await expect(server).rejects.toThrow('could not be started');
    expect(hubs).toHaveLength(4);
    expect(events.at(-1)).toBe('hub.given_up');
    const again = host.server();
    hubs[4]?.say(READY);
    expect(await again).toBe('http://127.0.0.1:4000');
  });

  test('that is never ready is ended, tried again and given up: nobody waits for ever', async () => {
    const { host, hubs, events, clock, pass } = machine();
    const server = host.server();
    // It says something else, as one with a public address of its own would.
    hubs[0]?.say({ kind: 'ready', link: 'https://ink.example/#/r/x' });
    pass(14_999);
    expect(hubs).toHaveLength(1);
    pass(1);
    expect(hubs).toHaveLength(2);
    expect(hubs[0]?.ended).toBe(true);
    // Its end, and what it says late, are those of no hub of ours any more.
    hubs[0]?.exit(0);
    hubs[0]?.say(READY);
    expect(hubs).toHaveLength(2);
    pass(60_000);
    await expect(server).rejects.toThrow('could not be started');
    expect(events.at(-1)).toBe('hub.given_up');
    expect(hubs.every(({ ended }) => ended)).toBe(true);
    expect(clock.timers).toBe(0);
  });

  test('that crashes again while it comes back is started on its old port', async () => {
    const { host, hubs, clock } = machine();
    const server = host.server();
    hubs[0]?.say(READY);
    await server;
    hubs[0]?.exit(1);
    hubs[1]?.exit(1);
    expect(hubs[2]?.args).toEqual(['serve', '--host', '127.0.0.1', '--port', '4000']);
    hubs[2]?.say(READY);
    expect(clock.timers).toBe(0);
  });

  test('that crashes now and then over hours always comes back', async () => {
    const { host, hubs, pass } = machine();
    const server = host.server();
    for (let i = 0; i < 10; i++) {
      hubs[i]?.say(READY);
      pass(600_000);
      hubs[i]?.exit(1);
    }
    expect(hubs).toHaveLength(11);
    expect(await server).toBe('http://127.0.0.1:4000');
  });

  test('ends with the app, and its end is no crash then', async () => {
    const { host, hubs, events, pass } = machine();
    const server = host.server();
    hubs[0]?.say(READY);
    await server;
    host.dispose();
    host.dispose();
    expect(hubs[0]?.ended).toBe(true);
    hubs[0]?.exit(0);
    pass(60_000);
    expect(hubs).toHaveLength(1);
    expect(events).not.toContain('hub.ended');
    await expect(host.server()).rejects.toThrow('closing');
  });

  test('that is not ready when the app ends leaves nobody waiting', async () => {
    const { host } = machine();
    const server = host.server();
    host.dispose();
    await expect(server).rejects.toThrow('closing');
  });
});

describe('boards that are kept', () => {
  test('a hub that is started anew has the flags of now, the same address, and is waited for', async () => {
    const { host, hubs, keep } = machine();
    const first = host.server();
    hubs[0]?.say(READY);
    await expect(first).resolves.toBe('http://127.0.0.1:4000');
    keep(['--store', 'lmdb', '--data', 'hosted']);
    const second = host.restart();
    expect(hubs[0]?.ended).toBe(true);
    expect(hubs).toHaveLength(1);
    hubs[0]?.exit(0);
    expect(hubs[1]?.args).toEqual(['serve', '--host', '127.0.0.1', '--port', '4000', '--store', 'lmdb', '--data', 'hosted']);
    const asked = host.server();
    hubs[1]?.say(READY);
    await expect(Promise.all([second, asked])).resolves.toEqual(['http://127.0.0.1:4000', 'http://127.0.0.1:4000']);
  });

  test('one that does not end for the next one is killed, and if that does nothing who waits is told', async () => {
    const { host, hubs, events, pass, clock } = machine();
    void host.server();
    hubs[0]?.say(READY);
    const second = host.restart();
    pass(5_000);
    expect(hubs.map(({ killed }) => killed)).toEqual([true]);
    hubs[0]?.exit(1);
    hubs[1]?.say(READY);
    await expect(second).resolves.toBe('http://127.0.0.1:4000');
    const third = host.restart();
    pass(10_000);
    await expect(third).rejects.toThrow('could not be started');
    expect([hubs.length, events.at(-1), clock.timers]).toEqual([2, 'hub.given_up', 0]);
    hubs[1]?.exit(1);
    const fourth = host.server();
    hubs[2]?.say(READY);
    await expect(fourth).resolves.toBe('http://127.0.0.1:4000');
  });

  test('one that ends before it can be reached is told of, so that the next does without the store', async () => {
    const { host, hubs, keep, failures } = machine();
    keep(['--store', 'lmdb', '--data', 'hosted']);
    const server = host.server();
    keep([]);
    hubs[0]?.exit(1);
    expect(failures()).toBe(1);
    expect(hubs[1]?.args).not.toContain('--store');
    hubs[1]?.say(READY);
    await expect(server).resolves.toBe('http://127.0.0.1:4000');
  });
});

describe('the hub and its app', () => {
  async function serving() {
    const machineNow = machine();
    const server = machineNow.host.server();
    machineNow.hubs[0]?.say(READY);
    await server;
    return machineNow;
  }

  test('its port is remembered; what it tells while it serves is passed on; what it is told reaches it', async () => {
    const { host, hubs, sent, served } = await serving();
    expect([served, host.current()]).toEqual([[4000], 'http://127.0.0.1:4000']);
    const heard: unknown[] = [];
    host.onEvent((event) => heard.push(event));
    hubs[0]?.say({ kind: 'company', guests: 2, unkeptRooms: 1 });
    hubs[0]?.exit(1);
    expect(heard).toEqual([{ kind: 'company', guests: 2, unkeptRooms: 1 }, { kind: 'gone' }]);
    expect(host.current()).toBeUndefined();
    host.tell({ kind: 'openDoor', host: '192.168.1.7', port: 1 });
    hubs[1]?.say(READY);
    expect(heard.at(-1)).toEqual(READY);
    host.tell({ kind: 'openDoor', host: '192.168.1.7', port: 4000 });
    expect(sent).toEqual([{ kind: 'openDoor', host: '192.168.1.7', port: 4000 }]);
  });

  test('the host ends it: it is asked to, and waited for; it is not started again', async () => {
    const { host, hubs, sent } = await serving();
    let isGone = false;
    const ending = host.end().then(() => {
      isGone = true;
    });
    await Promise.resolve();
    expect([sent, isGone, hubs[0]?.ended]).toEqual([[{ kind: 'end' }], false, false]);
    hubs[0]?.exit(0);
    await ending;
    expect(hubs).toHaveLength(1);
    await expect(host.server()).rejects.toThrow(/closing/);
  });

  test('one that does not end is ended by the system', async () => {
    const { host, hubs, pass } = await serving();
    const ending = host.end();
    pass(5_000);
    await ending;
    expect(hubs[0]?.ended).toBe(true);
  });
});
