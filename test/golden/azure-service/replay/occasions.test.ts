import { fixedKey } from '@inkroom/azure-signalr/auth/signing-keys';
import { DataMessageType, ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import { Secret } from '@inkroom/azure-signalr/secret';
import { describe, expect, test } from 'vitest';
import { type Behind, KEY } from '../../../azure-signalr/service-rig.ts';
import { authenticateReference } from '../../../reference/users.ts';
import { eventually } from '../../../support/eventually.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { OTHERWISE } from './differences.ts';
import { ask, due, plainly, recordedAnswer } from './negotiation.ts';
import { pass, settled } from './passing-time.ts';
import { messagesIn, plainForm } from './plain-form.ts';
import { BY_MESSAGES, type Entry, SITUATIONS, type Situation } from './recording.ts';
import { judged, Replay, scene } from './replay.ts';
import type { ServiceEnd } from './scripted-service.ts';

/** Every situation that has a test here adds itself: at the end none may be missing. */
const replayed = new Set<string>();

function situation(number: string): Situation {
  const found = SITUATIONS.find(({ id }) => id.startsWith(number));
  if (found === undefined) throw new Error(`no situation ${number}`);
  replayed.add(found.id);
  return found;
}

/** What the SDK said, in plain form. */
const said = ({ entries }: Situation): string[] =>
  entries.flatMap(({ dir, hex }) =>
    dir === 'app-to-service' && hex !== undefined ? messagesIn(Buffer.from(hex, 'hex')).map(plainForm) : [],
  );
const upgrades = ({ entries }: Situation): Entry[] => entries.filter(({ event }) => event === 'GET upgrade /server/');
const plain = ({ got }: ServiceEnd): string[] => got.map(plainForm);

const withoutBarriers = (lines: readonly string[]): string[] => lines.filter((line) => !line.includes('barrier-'));

describe('server connections', () => {
  test.each([
    ['01', 'A', {}],
    ['29', 'B', {}],
    ['41', 'N', { application: 'Other' }],
  ] as const)(
    '%s: five upgrades to one address, each with a name of its own, one server id, and the same handshake',
    async (number, letter, over: Behind) => {
      const recorded = situation(number);
      const { ends } = await judged(await scene(), letter, over);
      const [first] = upgrades(recorded);
      const address = (url = ''): string => url.replace(/cid=[0-9a-f-]{36}$/, 'cid=<guid>');
      expect(new Set(ends().map(({ url }) => address(url)))).toEqual(new Set([address(first?.url)]));
      expect(new Set(ends().map(({ url }) => url)).size).toBe(5);
      expect(new Set(ends().map(({ serverId }) => serverId)).size).toBe(1);
      await eventually(() => {
        for (const end of ends()) expect(plain(end)).toEqual(said(recorded).slice(0, 1));
      });
    },
  );

  test('02: every line is kept alive both ways, and now and then one asks for the status', async () => {
    situation('02');
    expect(OTHERWISE['02-keep-alive']).toBeDefined();
    const clock = new FakeClock();
    const { ends } = await judged(await scene(clock), 'A', { clock });
    await pass(clock, 21_000, ends);
    for (const { pings, closed } of ends()) {
      const own = pings.map(plainForm).filter((ping) => ping.includes('#clientInHub'));
      expect(own[0]).toBe('{"type":3,"messages":["#clientInHub","0","#client","0"]}');
      expect(own.length).toBeGreaterThanOrEqual(3);
      expect(closed).toBeUndefined();
    }
    const asked = ends().flatMap(({ pings }) => pings.map(plainForm).filter((ping) => ping.includes('"status","1"')));
    expect(asked).toHaveLength(2);
  });

  test('31: a line that drops ends its clients at once, what their end sends goes over another, and the line is replaced', async () => {
    const recorded = situation('31');
    const service = await scene();
    const replay = new Replay(service);
    await replay.openClient('A1', 'cB9CQHjk8ljhVALaAMrIgg', 'json');
    (await replay.end('A1')).drop();
    const [left, handshake] = said(recorded);
    await eventually(() => expect(service.ends).toHaveLength(6));
    await eventually(() => expect(plain(service.ends[5] as ServiceEnd)).toEqual([handshake]));
    expect(service.ends.flatMap(plain)).toContain(left);
    expect(plain(service.ends[0] as ServiceEnd)).not.toContain(left);
  });

  test('32: after a service error nothing is sent on the line, and it is replaced when the service has closed it', async () => {
    const recorded = situation('32');
    const service = await scene();
    const { hub, ends } = await judged(service, 'B');
    const [first] = ends() as [ServiceEnd];
    first.send({ type: T.serviceError, errorMessage: 'Maximum message count limit reached: 100000' });
    await eventually(() => expect(hub.lines).toBe(4));
    const before = first.got.length;
    for (let n = 0; n < 20; n++) hub.groups.send(`g${n}`, 'message', []);
    await settled(ends().slice(1));
    expect(first.got).toHaveLength(before);
    first.close(1000);
    await eventually(() => expect(plain(ends()[5] as ServiceEnd)).toEqual(said(recorded)));
  });

  test('34: a line more is opened when the service asks for one, to where it says', async () => {
    const recorded = situation('34');
    const { ends } = await judged(await scene(), 'B');
    ends()[1]?.send({ type: T.ping, messages: ['target', 'instance-9'] });
    await eventually(() => expect(plain(ends()[5] as ServiceEnd)).toEqual(said(recorded)));
    expect(ends()[5]?.url).toMatch(/&target=instance-9$/);
    expect(upgrades(recorded)[0]?.url).toMatch(/&target=instance-9$/);
  });

  test('38: while handshakes are refused one attempt is made at a time, with growing pauses; then all come back', async () => {
    const recorded = situation('38');
    const clock = new FakeClock();
    const service = await scene(clock);
    // Every attempt asks for a key to sign its token with.
    const attempts: number[] = [];
    const key = fixedKey(new Secret(KEY));
    const keys = {
      ...key,
      current() {
        attempts.push(clock.mono());
        return key.current();
      },
    };
    const { ends, hub } = await judged(service, 'A', { clock, keys });
    await pass(clock, 2_000, ends);
    service.refusal = 'refused for the transcript';
    attempts.length = 0;
    for (const end of ends()) end.drop();
    await eventually(() => expect(hub.lines).toBe(0));
    for (let step = 0; step < 80 && attempts.length < 5; step++) {
      clock.advance(250);
      // Time stands still while an attempt is under way.
      await eventually(() => {
        expect(ends()).toHaveLength(5 + attempts.length);
        expect(ends().at(-1)?.closed).toBeDefined();
      });
    }
    const recordedAt = upgrades(recorded)
      .slice(0, 4)
      .map(({ ms }) => ms);
    const pauses = (all: readonly number[]): number[] => all.slice(1).map((at, i) => at - (all[i] as number));
    expect(pauses(attempts)).toHaveLength(4);
    for (const all of [pauses(recordedAt).slice(0, 2), pauses(attempts)]) {
      for (const [i, pause] of all.entries()) {
        // 1, 2, 4 … seconds and up to one more; this test looks four times a second.
        expect(pause).toBeGreaterThanOrEqual(1_000 * 2 ** i);
        expect(pause).toBeLessThanOrEqual(1_000 * 2 ** i + 1_250);
      }
    }
    service.refusal = null;
    for (let step = 0; step < 300 && hub.lines < 5; step++) {
      clock.advance(250);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await eventually(() => expect(hub.lines).toBe(5));
  });

  test('45: a service that says nothing for thirty seconds is left, and called again', async () => {
    const recorded = situation('45');
    expect(OTHERWISE['45-silent-service']).toBeDefined();
    const clock = new FakeClock();
    const service = await scene(clock);
    const { ends } = await judged(service, 'Z', { clock });
    await pass(clock, 29_000, ends, true);
    expect(ends()).toHaveLength(5);
    await pass(clock, 3_000, ends, true);
    await eventually(() => {
      clock.advance(250);
      expect(ends().length).toBeGreaterThan(5);
    });
    for (const { closed } of ends().slice(0, 5)) expect(closed).toBeDefined();
    await eventually(() => expect(plain(ends()[5] as ServiceEnd)).toEqual(said(recorded).slice(0, 1)));
  });
});

describe('negotiation', () => {
  const authenticate = authenticateReference(undefined);
  test.each([
    ['03', '', {}],
    ['04', '&user=alice&role=editor&role=admin&tier=gold&room=7%2F8', {}],
    ['05', `&user=alice&tier=${'x'.repeat(4_000)}`, {}],
    ['40', '&user=alice', { sticky: 'Required', detailedErrors: true, tokenLifetimeMs: 600_000 }],
    ['41', '', { application: 'Other' }],
  ] as const)('%s: the answer and the claims of its token are the recorded ones', async (number, query, over: Behind) => {
    const recorded = situation(number);
    const server = await judged(await scene(), 'A', { authenticate, ...over });
    expect(plainly(await ask(server, query))).toEqual(due(recordedAnswer(recorded)));
  });

  test('the one claim that is left out is known as such', () => {
    const named = SITUATIONS.filter((one) => 'asrs.s.aut' in (recordedAnswer(one)?.tokenClaims ?? {})).map(({ id }) => id);
    expect(named).toEqual(['04-negotiate-user', '40-options-in-token']);
    for (const id of named) expect(OTHERWISE).toHaveProperty(id);
  });

  test('39: while no server connection can be opened clients are told so', async () => {
    const recorded = situation('39');
    const clock = new FakeClock();
    const service = await scene(clock);
    service.upgradeStatus = 401;
    const server = judged(service, 'A', { clock, authenticate });
    server.catch(() => undefined);
    await eventually(() => expect(service.refusedUpgrades).toHaveLength(5));
    service.upgradeStatus = undefined;
    await eventually(() => {
      clock.advance(250);
      expect(service.ends).toHaveLength(5);
    });
    const { hub, ends } = await server;
    service.upgradeStatus = 401;
    for (const end of ends()) end.drop();
    await eventually(() => expect(hub.lines).toBe(0));
    expect(await ask({ hub }, '')).toEqual(due(recordedAnswer(recorded)));
  });
});

describe('sends from outside, and answers that do not come', () => {
  test('20: each send is the recorded message', async () => {
    const recorded = situation('20');
    expect(OTHERWISE['20-outside-hub']).toBeDefined();
    const service = await scene();
    const replay = new Replay(service);
    const id = 'gcHwzkhQCtT_mbd_hr6FrQ';
    await replay.openClient('A1', id, 'json');
    const hub = replay.hubOf('A');
    const sends = [
      () => hub.sendAll('message', ['all']),
      () => hub.groups.send('g', 'message', ['group']),
      () => hub.groups.send(['g', 'h'], 'message', ['groups']),
      () => hub.users.send('alice', 'message', ['user']),
      () => hub.users.send(['alice', 'bob'], 'message', ['users']),
      () => hub.send(id, 'message', ['connection']),
      () => hub.sendAll('message', ['allExcept'], id),
    ];
    const came: string[] = [];
    for (const send of sends) {
      const before = service.log.length;
      send();
      await settled(service.ends);
      came.push(...withoutBarriers(service.log.slice(before).map(({ message }) => plainForm(message))));
    }
    expect(came).toEqual(said(recorded).filter((line) => !line.includes('"connections"')));
  });

  test('21: to add a connection that does not exist is no error', async () => {
    const recorded = situation('21');
    const service = await scene();
    const { hub } = await judged(service, 'A');
    const before = service.log.length;
    const adding = hub.groups.add('no-such-connection', 'g');
    await eventually(() => expect(service.log.slice(before).map(({ message }) => plainForm(message))).toEqual(said(recorded)));
    const asked = service.log[before];
    if (asked?.message.type !== T.joinGroupWithAck) throw new Error('not asked');
    asked.end.send({ type: T.ack, ackId: asked.message.ackId, status: 2, message: null });
    expect(await adding).toBe(false);
  });

  test('24: an idle connection gets a ping about every fifteen seconds, marked as such', async () => {
    const recorded = situation('24');
    const clock = new FakeClock();
    const service = await scene(clock);
    const server = await judged(service, 'A', { clock });
    const replay = new Replay(service, new Map([['A', server]]));
    await replay.openClient('A1', 'WRYXk2xj06ISXvewpNy2Pg', 'json');
    const end = await replay.end('A1');
    const pings = (): string[] =>
      end.got
        .filter((one) => one.type === T.connectionData && one.extensions.dataMessageType === DataMessageType.other)
        .map(plainForm);
    await pass(clock, 14_000, server.ends);
    expect(pings()).toHaveLength(0);
    await pass(clock, 19_000, server.ends);
    expect(pings()).toEqual(said(recorded));
  });

  test('37: a call that waits for an ack fails after ten seconds', async () => {
    const recorded = situation('37');
    const clock = new FakeClock();
    const service = await scene(clock);
    const server = await judged(service, 'A', { clock });
    const replay = new Replay(service, new Map([['A', server]]));
    const connectionId = 'DfWEuAcgOqEITOSrrSnGaQ';
    await replay.openClient('A2', connectionId, 'json');
    const end = await replay.end('A2');
    const before = end.got.length;
    const payload = Buffer.from('{"target":"JoinGroup","arguments":["g"],"invocationId":"0","type":1}\u001e');
    end.send({ type: T.connectionData, connectionId, payload, extensions: {} });
    await settled([end]);
    await pass(clock, 9_000, server.ends);
    const came = (): string[] => withoutBarriers(end.got.slice(before).map(plainForm));
    const [, join, failed] = said(recorded);
    expect(came()).toEqual([join]);
    await pass(clock, 1_500, server.ends);
    expect(came()).toEqual([join, failed]);
  });
});

describe('shutdown', () => {
  test.each([
    ['42', 'G', 'fin:2'],
    ['43', 'G', 'fin:1'],
    ['44', 'O', 'fin:0'],
  ] as const)(
    '%s: every line says that it goes; when the service has heard it the client is sent off and the lines close with 1000',
    async (number, letter, recordedFin) => {
      const recorded = situation(number);
      expect(OTHERWISE).toHaveProperty(recorded.id);
      expect(said(recorded).filter((line) => line.includes(recordedFin)).length).toBeGreaterThanOrEqual(5);
      const service = await scene();
      const server = await judged(service, letter);
      const replay = new Replay(service, new Map([[letter, server]]));
      await replay.openClient(`${letter}1`, 'a-client', 'json');
      const end = await replay.end(`${letter}1`);
      const before = end.got.length;
      const going = server.hub.shutdown();
      await eventually(() => {
        for (const one of server.ends()) expect(plain(one)).toContain('{"type":3,"messages":["shutdown","fin:2"]}');
      });
      for (const one of server.ends()) one.send({ type: T.ping, messages: ['shutdown', 'finack'] });
      await going;
      const words = end.got.slice(before).map(plainForm);
      expect(words.slice(1, 3)).toEqual([
        '{"type":6,"connectionId":"a-client","payload":{"allowReconnect":true,"type":7},"extensions":{"dataMessageType":4}}',
        '{"type":5,"connectionId":"a-client","errorMessage":"","headers":{},"extensions":{}}',
      ]);
      await eventually(() => expect(server.ends().map(({ closed }) => closed)).toEqual([1000, 1000, 1000, 1000, 1000]));
    },
  );
});

test('every recorded situation is replayed: here, or message by message', () => {
  const rest = SITUATIONS.map(({ id }) => id).filter((id) => !BY_MESSAGES.has(id.slice(0, 2)) && !replayed.has(id));
  expect(rest).toEqual([]);
  expect(SITUATIONS).toHaveLength(45);
});
