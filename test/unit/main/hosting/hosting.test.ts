import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ToHub } from '../../../../core/contract/desktop/hub-parent.ts';
import type { InterfaceAddress } from '../../../../core/contract/desktop/network-choices.ts';
import { jsonFile } from '../../../../main/files/json-file.ts';
import { hostControl } from '../../../../main/hosting/hosting.ts';
import { type HostingMemory, hostingMemory, parseHostingMemory, portFlag } from '../../../../main/hosting/hosting-memory.ts';
import { NOT_HOSTING, planResume, stepHosting } from '../../../../main/hosting/hosting-plan.ts';
import { planQuit, quitAnswer, trayWords } from '../../../../main/hosting/quit-plan.ts';
import type { HubEvent } from '../../../../main/hub/hub-host.ts';

const HUB = 'http://127.0.0.1:7420';
const WIFI = '192.168.1.7';
const CABLE = '192.168.1.3';
const v4 = (address: string): InterfaceAddress[] => [{ address, family: 'IPv4', internal: false }];

/** The app's hosting with a hub that does what the test says. */
interface Setting {
  readonly current?: string | undefined;
  readonly onlyAddress?: string;
  /** The address that the host shared at before the app was started again. */
  readonly shared?: string;
}

function control(options: Setting = { current: HUB }) {
  let shared = options.shared;
  const networks = { wlan0: v4(WIFI), eth0: v4(CABLE), tun0: v4('10.8.0.2') };
  const told: ToHub[] = [];
  const asked: string[] = [];
  let hear: (event: HubEvent) => void = () => {};
  let answer: (reached: boolean) => void = () => {};
  let changes = 0;
  const hosting = hostControl({
    hub: {
      current: () => options.current,
      tell: (message) => void told.push(message),
      onEvent(listener) {
        hear = listener;
        return { dispose() {} };
      },
    },
    shared: {
      read: () => shared,
      write(address) {
        shared = address;
      },
    },
    interfaces: () => networks,
    onlyAddress: options.onlyAddress,
    reaches(server) {
      asked.push(server);
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
  });
  hosting.onChange(() => changes++);
  return {
    hosting,
    told,
    asked,
    say: (event: HubEvent) => hear(event),
    async reached(yes: boolean) {
      answer(yes);
      await Promise.resolve();
    },
    state: () => hosting.read()?.state,
    shared: () => shared,
    joins(address: string) {
      Object.assign(networks, { usb0: v4(address) });
    },
    changes: () => changes,
  };
}

describe('hosting', () => {
  test('starts at the best guess on the hub’s port, and is proven by asking the address itself', async () => {
    const { hosting, told, asked, say, reached, state } = control();
    expect(hosting.start(null)).toBe(true);
    expect(told).toEqual([{ kind: 'openDoor', host: CABLE, port: 7420 }]);
    expect(state()).toEqual({ at: 'opening', address: CABLE });
    say({ kind: 'doorOpen', host: CABLE, server: `http://${CABLE}:7421` });
    expect(asked).toEqual([`http://${CABLE}:7421`]);
    expect(state()).toMatchObject({ at: 'on', server: `http://${CABLE}:7421`, reached: 'asking' });
    await reached(true);
    expect(state()).toMatchObject({ reached: 'yes' });
    hosting.lookAgain();
    await reached(false);
    expect(state()).toMatchObject({ reached: 'no' });
  });

  test('offers what the machine has, and listens nowhere else', () => {
    const { hosting, told } = control();
    expect(hosting.read()?.choices.map(({ address }) => address)).toEqual([CABLE, WIFI, '10.8.0.2']);
    for (const foreign of ['203.0.113.5', '0.0.0.0', '']) expect(hosting.start(foreign)).toBe(false);
    expect(told).toEqual([]);
    expect(control({ current: HUB, onlyAddress: '127.0.0.9' }).hosting.read()?.choices).toEqual([
      { address: '127.0.0.9', name: 'chosen', kind: 'network' },
    ]);
  });

  test('there is nothing to say while no hub runs here', () => {
    const { hosting } = control({ current: undefined });
    expect([hosting.read(), hosting.start(null)]).toEqual([null, false]);
  });

  test('another address sends nobody away: both stay open until hosting stops', () => {
    const { hosting, told, say, state } = control();
    hosting.start(null);
    say({ kind: 'doorOpen', host: CABLE, server: `http://${CABLE}:7420` });
    hosting.start(WIFI);
    say({ kind: 'doorOpen', host: WIFI, server: `http://${WIFI}:7420` });
    expect(state()).toMatchObject({ at: 'on', address: WIFI });
    told.length = 0;
    hosting.stop();
    expect(told).toEqual([
      { kind: 'closeDoor', host: CABLE },
      { kind: 'closeDoor', host: WIFI },
    ]);
    expect(state()).toEqual({ at: 'off' });
  });

  test('a hub that crashed opens its doors again when it is back', () => {
    const { hosting, told, say, state } = control();
    hosting.start(WIFI);
    say({ kind: 'doorOpen', host: WIFI, server: `http://${WIFI}:7420` });
    say({ kind: 'company', guests: 3, unkeptRooms: 1 });
    expect(hosting.company()).toEqual({ guests: 3, unkeptRooms: 1 });
    told.length = 0;
    say({ kind: 'gone' });
    expect([hosting.company().guests, state()]).toEqual([0, { at: 'opening', address: WIFI }]);
    say({ kind: 'ready', link: `${HUB}/#/r/x`, server: HUB });
    expect(told).toEqual([{ kind: 'openDoor', host: WIFI, port: 7420 }]);
    say({ kind: 'doorOpen', host: WIFI, server: `http://${WIFI}:7420` });
    expect(state()).toMatchObject({ at: 'on' });
  });

  test.each([
    ['EADDRNOTAVAIL', 'noAddress'],
    ['EADDRINUSE', 'noPort'],
    ['EACCES', 'notAllowed'],
    ['EMFILE', 'unknown'],
  ] as const)('a door that cannot be opened (%s) is said to be so: %s', (code, why) => {
    const { hosting, say, state } = control();
    hosting.start(null);
    say({ kind: 'doorFailed', host: CABLE, code });
    expect(state()).toEqual({ at: 'failed', address: CABLE, why });
  });

  test('an answer that comes late changes nothing', () => {
    const late = stepHosting(NOT_HOSTING, { kind: 'doorOpen', host: WIFI, server: 'http://x' }, 1);
    expect(late).toEqual({ plan: NOT_HOSTING, tell: [] });
    for (const event of [
      { kind: 'probed', server: 'http://x', reached: true },
      { kind: 'doorFailed', host: WIFI, code: 'x' },
      { kind: 'hubReady' },
      { kind: 'hubGone' },
      { kind: 'lookAgain' },
    ] as const)
      expect(stepHosting(NOT_HOSTING, event, 1)).toEqual({ plan: NOT_HOSTING, tell: [] });
  });
});

describe('hosting after a restart of the app', () => {
  const READY: HubEvent = { kind: 'ready', link: `${HUB}/#/r/x`, server: HUB };
  const ELSEWHERE = '192.168.50.9';

  test('goes on at the same address without a click, as soon as the hub runs', () => {
    const before = control();
    before.hosting.start(WIFI);
    expect(before.shared()).toBeUndefined();
    before.say({ kind: 'doorOpen', host: WIFI, server: `http://${WIFI}:7420` });
    expect(before.shared()).toBe(WIFI);

    const { hosting, told, say, state } = control({ current: HUB, shared: WIFI });
    expect([hosting.resumes(), told, state()]).toEqual([true, [], { at: 'off' }]);
    say(READY);
    expect(told).toEqual([{ kind: 'openDoor', host: WIFI, port: 7420 }]);
    say({ kind: 'doorOpen', host: WIFI, server: `http://${WIFI}:7420` });
    expect(state()).toMatchObject({ at: 'on', address: WIFI });
  });

  test('does not, when the host had stopped, also not after a crash of the hub', () => {
    const { hosting, told, say, state, shared } = control({ current: HUB, shared: WIFI });
    say(READY);
    say({ kind: 'doorOpen', host: WIFI, server: `http://${WIFI}:7420` });
    hosting.stop();
    expect([shared(), hosting.resumes()]).toEqual([undefined, false]);
    told.length = 0;
    say({ kind: 'gone' });
    say(READY);
    hosting.lookAgain();
    expect([told, state()]).toEqual([[], { at: 'off' }]);
  });

  test('in another network listens nowhere and says so, and goes on where the address is back', () => {
    const { hosting, told, say, state, shared, joins } = control({ current: HUB, shared: ELSEWHERE });
    say(READY);
    hosting.lookAgain();
    expect([told, state()]).toEqual([[], { at: 'failed', address: ELSEWHERE, why: 'noAddress' }]);
    expect(shared()).toBe(ELSEWHERE);
    joins(ELSEWHERE);
    hosting.lookAgain();
    expect(told).toEqual([{ kind: 'openDoor', host: ELSEWHERE, port: 7420 }]);
  });

  test('in another network may be stopped for good', () => {
    const { hosting, say, state, shared } = control({ current: HUB, shared: ELSEWHERE });
    say(READY);
    hosting.stop();
    expect([state(), shared()]).toEqual([{ at: 'off' }, undefined]);
  });

  test('an address that fails for another reason is not tried again by itself', () => {
    expect(planResume(WIFI, { at: 'failed', address: WIFI, why: 'noPort' }, [WIFI])).toBeUndefined();
    expect(planResume(WIFI, { at: 'failed', address: CABLE, why: 'noAddress' }, [WIFI])).toBeUndefined();
    for (const state of [
      { at: 'opening', address: WIFI },
      { at: 'on', address: WIFI, server: HUB, reached: 'yes' },
    ] as const)
      expect(planResume(WIFI, state, [WIFI])).toBeUndefined();
  });

  test('while no hub runs nothing is listened for', () => {
    const { hosting, told } = control({ current: undefined, shared: WIFI });
    hosting.lookAgain();
    expect(told).toEqual([]);
  });
});

describe('the hub’s port', () => {
  test.each([
    [undefined, undefined, '7420+'],
    [7425, undefined, '7425+'],
    [undefined, 0, '0'],
    [43_001, 0, '43001+'],
    [7425, 9000, '9000+'],
  ])('remembered %s, asked for %s: %s', (remembered, asked, flag) => expect(portFlag(remembered, asked)).toBe(flag));

  test('is kept in a file; one that is damaged counts as none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'inkroom-port-'));
    try {
      const path = join(folder, 'deep', 'hosting.json');
      const memory = jsonFile(path, parseHostingMemory);
      expect(memory.read()?.port).toBeUndefined();
      memory.write({ port: 7422 });
      expect([memory.read()?.port, readFileSync(path, 'utf8')]).toEqual([7422, '{"port":7422}']);
      for (const damaged of ['', '{', '[]', 'null', '{"port":0}', '{"port":"7422"}', '{"port":70000}', ' '.repeat(2_000)]) {
        writeFileSync(path, damaged);
        expect(memory.read()?.port).toBeUndefined();
      }
      writeFileSync(path, '{"port":7422,"shared":"evil.example.org"}');
      expect(memory.read()).toEqual({ port: 7422 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('and the host’s choice are kept beside each other', () => {
    const written: unknown[] = [];
    let kept: HostingMemory | undefined;
    const file = {
      read: () => kept,
      write(next: HostingMemory) {
        kept = next;
        written.push(next);
      },
    };
    const { port, shared } = hostingMemory(file, undefined, { info() {}, warn() {}, error() {} });
    // Without a hub there is nothing to share.
    shared.write(WIFI);
    port.served(7421);
    shared.write(WIFI);
    port.served(7421);
    port.served(7422);
    expect([port.flag(), shared.read()]).toEqual(['7422+', WIFI]);
    shared.write(undefined);
    expect([port.flag(), shared.read()]).toEqual(['7422+', undefined]);
    expect(written).toHaveLength(4);
  });
});

describe('the host’s quitQuestion', () => {
  test.each([
    [0, 0, undefined, undefined],
    [
      1,
      1,
      '1 other person is on a board that this computer hosts.',
      /ends the room for them\..*holds a copy.*memory of this computer only/,
    ],
    [
      3,
      1,
      '3 other people are on a board that this computer hosts.',
      /ends the room for all of them\..*only those copies are left/,
    ],
    [4, 2, '4 other people are on a board that this computer hosts.', /ends 2 rooms for all of them/],
    [
      2,
      0,
      '2 other people are on a board that this computer hosts.',
      /is kept on this computer, and goes on when you start Inkroom again/,
    ],
  ])('%i guests, %i boards that are not kept', (guests, unkeptRooms, message, detail) => {
    const plan = planQuit({ guests, unkeptRooms });
    expect(plan?.message).toBe(message);
    if (detail) expect(plan?.detail).toMatch(detail);
  });

  test('Escape stays; Enter goes on hosting; only its own button ends it', () => {
    const plan = planQuit({ guests: 1, unkeptRooms: 1 });
    expect(plan?.buttons.map((_, button) => quitAnswer(button))).toEqual(['stay', 'keep', 'end']);
    expect([quitAnswer(plan?.cancelId ?? -1), quitAnswer(plan?.defaultId ?? -1), quitAnswer(9)]).toEqual([
      'stay',
      'keep',
      'stay',
    ]);
  });

  test('the tray counts people', () => {
    expect([0, 1, 3].map(trayWords)).toEqual(['Hosting, nobody else is here', 'Hosting, 1 person', 'Hosting, 3 people']);
  });
});
