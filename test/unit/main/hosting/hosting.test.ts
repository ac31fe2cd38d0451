import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ToHub } from '../../../../core/contract/desktop/hub-parent.ts';
import type { InterfaceAddress } from '../../../../core/contract/desktop/network-choices.ts';
import { jsonFile } from '../../../../main/files/json-file.ts';
import { hostControl } from '../../../../main/hosting/hosting.ts';
import { parseHostingMemory, portFlag } from '../../../../main/hosting/hosting-memory.ts';
import { NOT_HOSTING, stepHosting } from '../../../../main/hosting/hosting-plan.ts';
import { planQuit, quitAnswer, trayWords } from '../../../../main/hosting/quit-plan.ts';
import type { HubEvent } from '../../../../main/hub/hub-host.ts';

const HUB = 'http://127.0.0.1:7420';
const WIFI = '192.168.1.7';
const CABLE = '192.168.1.3';
const v4 = (address: string): InterfaceAddress[] => [{ address, family: 'IPv4', internal: false }];

/** The app's hosting with a hub that does what the test says. */
function control(options: { readonly current?: string | undefined; readonly onlyAddress?: string } = { current: HUB }) {
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
    interfaces: () => ({ wlan0: v4(WIFI), eth0: v4(CABLE), tun0: v4('10.8.0.2') }),
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
    } finally {
      rmSync(folder, { recursive: true });
    }
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
