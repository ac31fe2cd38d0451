import { createSocket } from 'node:dgram';
import { describe, expect, test, vi } from 'vitest';
import type { RoomId } from '../../../../core/board/ids.ts';
import { NEARBY_ROOMS, NEARBY_ROOMS_OF_ONE, parseAdvert, type RoomAdvert } from '../../../../core/contract/desktop/nearby.ts';
import { type DnsRecord, type Heard, type OpenLine, openLine } from '../../../../main/nearby/multicast-line.ts';
import { createNearby, type Nearby } from '../../../../main/nearby/nearby.ts';
import { LIFE_S, roomRecords, roomsIn, SERVICE } from '../../../../main/nearby/room-records.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const ATTIC: RoomAdvert = { room: 'attic' as RoomId, name: 'Attic', host: 'Ana' };
const AT = { address: '192.0.2.7', port: 7420 };

/** A network on which every app hears every message, its own included. */
class Network {
  readonly said: Heard[] = [];
  #open: { readonly heard: (heard: Heard) => void; readonly failed: () => void }[] = [];

  get lines(): number {
    return this.#open.length;
  }

  say(heard: Heard): void {
    this.said.push(heard);
    for (const line of [...this.#open]) line.heard(heard);
  }
  answers(): Heard[] {
    return this.said.filter(({ kind }) => kind === 'answer');
  }
  fail(): void {
    for (const line of [...this.#open]) line.failed();
  }

  /** `from`: the address from which the others hear this machine. */
  machine(from: string): OpenLine {
    return (_address, heard, failed) => {
      const line = { heard, failed };
      this.#open.push(line);
      return {
        ask: (name) => this.say({ kind: 'question', names: [name] }),
        answer: (records) => this.say({ kind: 'answer', records, from }),
        dispose: () => {
          this.#open = this.#open.filter((one) => one !== line);
        },
      };
    };
  }
}

function world() {
  const clock = new FakeClock();
  const network = new Network();
  const host = createNearby({ openLine: network.machine(AT.address), clock, id: 'a1' });
  const guest = createNearby({ openLine: network.machine('192.0.2.8'), clock, id: 'b2' });
  return { clock, network, host, guest };
}
const seen = (nearby: Nearby): string[] => nearby.look().map(({ name, host, server }) => `${name} of ${host} at ${server}`);

describe('rooms on this network', () => {
  test('are heard of by who looks, with name, host and address, until they end', () => {
    const { clock, host, guest } = world();
    host.announce([ATTIC], AT);
    clock.advance(1_000);
    guest.look();
    expect(seen(guest)).toEqual(['Attic of Ana at http://192.0.2.7:7420']);
    host.announce([{ ...ATTIC, name: 'Loft' }], AT);
    clock.advance(1_000);
    expect(seen(guest)).toEqual(['Loft of Ana at http://192.0.2.7:7420']);
    host.announce([], AT);
    expect(seen(guest)).toEqual([]);
  });

  test('one does not see the room that is hosted here, nor anything while nobody is heard', () => {
    const { clock, host, guest } = world();
    host.announce([ATTIC], AT);
    host.look();
    guest.look();
    clock.advance(1_000);
    expect(host.look()).toEqual([]);
    expect(guest.look()).toHaveLength(1);
  });

  test('are forgotten when nothing more is heard of them', () => {
    const { clock, network, guest } = world();
    guest.look();
    network.say({ kind: 'answer', records: roomRecords(ATTIC, { ...AT, id: 'c3' }), from: AT.address });
    for (let s = 0; s < LIFE_S; s += 5) {
      expect(guest.look()).toHaveLength(1);
      clock.advance(5_000);
    }
    expect(guest.look()).toEqual([]);
  });

  test('an app that neither hosts nor looks says and hears nothing', () => {
    const { clock, network, host, guest } = world();
    expect(network.lines).toBe(0);
    guest.look();
    host.announce([ATTIC], AT);
    expect(network.lines).toBe(2);
    clock.advance(10_000);
    expect(network.lines).toBe(1);
    host.announce([ATTIC], undefined);
    expect(network.lines).toBe(0);
    host.announce([], AT);
    host.dispose();
    guest.dispose();
    expect(network.said.filter(({ kind }) => kind === 'question')).toHaveLength(1);
  });

  test('an address that fails is tried again at the next look', () => {
    const { network, guest } = world();
    guest.look();
    network.fail();
    guest.look();
    expect(network.said.filter(({ kind }) => kind === 'question')).toHaveLength(2);
  });

  test('a host answers at most once a second, whatever it is asked', () => {
    const { clock, network, host } = world();
    host.announce([ATTIC], AT);
    for (let i = 0; i < 500; i++) network.say({ kind: 'question', names: [SERVICE] });
    expect(network.answers()).toHaveLength(1);
    clock.advance(1_000);
    expect(network.answers()).toHaveLength(2);
    network.say({ kind: 'question', names: ['_printer._tcp.local'] });
    clock.advance(5_000);
    expect(network.answers()).toHaveLength(2);
  });
});

describe('an app with several windows', () => {
  const room = (name: string): RoomAdvert => ({ ...ATTIC, room: name as RoomId, name });
  const names = (nearby: Nearby): string[] => nearby.look().map(({ name }) => name);

  test('announces every room that it hosts, and takes back only the one that ends', () => {
    const { clock, host, guest } = world();
    host.announce([room('attic'), room('loft')], AT);
    guest.look();
    clock.advance(1_000);
    expect(names(guest)).toEqual(['attic', 'loft']);
    host.announce([room('loft')], AT);
    expect(names(guest)).toEqual(['loft']);
    host.announce([room('loft'), room('shed')], AT);
    clock.advance(1_000);
    expect(names(guest)).toEqual(['loft', 'shed']);
  });

  test('a window that shows another room takes its first one back at once', () => {
    const { clock, host, guest } = world();
    host.announce([room('attic')], AT);
    guest.look();
    clock.advance(1_000);
    host.announce([room('loft')], AT);
    clock.advance(1_000);
    expect(names(guest)).toEqual(['loft']);
  });

  test('announces as many as others list, and the same ones whichever window is in front', () => {
    const { clock, network, host, guest } = world();
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].map(room);
    host.announce(all, AT);
    guest.look();
    clock.advance(1_000);
    expect(names(guest)).toEqual(['c', 'd', 'e', 'f']);
    const before = network.said.length;
    host.announce([...all.slice(1), room('a')], AT);
    clock.advance(500);
    expect(network.said).toHaveLength(before);
    expect(names(guest)).toEqual(['c', 'd', 'e', 'f']);
    // One of them ends, and makes way for the room of the window in front.
    host.announce(['b', 'c', 'd', 'e', 'a'].map(room), AT);
    clock.advance(1_000);
    expect(names(guest)).toEqual(['a', 'c', 'd', 'e']);
  });

  test('answers for all its rooms at most once a second', () => {
    const { clock, network, host } = world();
    host.announce([room('attic'), room('loft')], AT);
    for (let i = 0; i < 500; i++) network.say({ kind: 'question', names: [SERVICE] });
    expect(network.answers()).toHaveLength(2);
    clock.advance(1_000);
    expect(network.answers()).toHaveLength(4);
  });
});

describe('what strangers say', () => {
  const told = (advert: Partial<RoomAdvert>, port = 7420): readonly DnsRecord[] =>
    roomRecords({ ...ATTIC, ...advert }, { address: '203.0.113.9', port, id: 'x' });

  test('fills no list beyond its bound, in all and for one address, and pushes nobody out', () => {
    const { network, guest } = world();
    guest.look();
    for (let n = 1; n <= 100; n++)
      network.say({ kind: 'answer', records: told({ room: `r${n}` as RoomId }), from: '192.0.2.66' });
    expect(guest.look()).toHaveLength(NEARBY_ROOMS_OF_ONE);
    for (let n = 1; n <= 100; n++) network.say({ kind: 'answer', records: told({}), from: `192.0.2.${n + 100}` });
    const rooms = guest.look();
    expect(rooms).toHaveLength(NEARBY_ROOMS);
    expect(rooms.filter(({ server }) => server.includes('192.0.2.66'))).toHaveLength(NEARBY_ROOMS_OF_ONE);
  });

  test('leads to nowhere but the address from which it came', () => {
    expect(roomsIn(told({}), '192.0.2.66').map(({ room }) => room.server)).toEqual(['http://192.0.2.66:7420']);
  });

  test('lives no longer than a host’s own word', () => {
    const [record] = roomsIn(
      told({}).map((one) => ({ ...one, ttl: 4_000_000_000 })),
      '192.0.2.66',
    );
    expect(record?.lifeS).toBe(LIFE_S);
  });

  test('has names in one line without what nobody sees, and none that is too long', () => {
    expect(parseAdvert({ ...ATTIC, name: 'At\u202etic\n', host: '👩‍🚀 Ana' })).toEqual({ ...ATTIC, host: '👩‍🚀 Ana' });
    expect(parseAdvert({ ...ATTIC, name: 'x'.repeat(199), host: 'y'.repeat(5_000) })).toMatchObject({
      name: 'x'.repeat(60),
      host: '',
    });
    for (const raw of [null, 7, {}, { ...ATTIC, room: '../x' }, { ...ATTIC, name: 7 }]) expect(parseAdvert(raw)).toBeUndefined();
  });

  test.each<[string, (records: readonly DnsRecord[]) => readonly DnsRecord[]]>([
    ['no port', (all) => all.map((one) => (one.type === 'SRV' ? { ...one, data: { target: 'x' } } : one))],
    ['a port that is none', (all) => all.map((one) => (one.type === 'SRV' ? { ...one, data: { port: 70_000 } } : one))],
    ['no texts', (all) => all.filter(({ type }) => type !== 'TXT')],
    ['texts that are none', (all) => all.map((one) => (one.type === 'TXT' ? { ...one, data: { length: 9 } } : one))],
    ['another version', (all) => all.map((one) => (one.type === 'TXT' ? { ...one, data: ['v=2', 'room=attic'] } : one))],
    ['another service', (all) => all.map((one) => ({ ...one, name: `x._printer._tcp.local` }))],
  ])('with %s is no room', (_what, spoil) => {
    expect(roomsIn(told({}), '192.0.2.66')).toHaveLength(1);
    expect(roomsIn(spoil(told({})), '192.0.2.66')).toEqual([]);
  });
});

test('the words are DNS: over a real socket of this machine they come back as they were said', async () => {
  const port = await freePort();
  const heard: Heard[] = [];
  // It hears what it says itself, and speaks on no network.
  const line = openLine(
    { ip: '127.0.0.1', bind: '127.0.0.1', port, multicast: false },
    (one) => void heard.push(one),
    () => {},
  );
  try {
    line.ask(SERVICE);
    await vi.waitFor(() => expect(heard).toContainEqual({ kind: 'question', names: [SERVICE] }));
    const advert = { ...ATTIC, name: 'Über 計画 👩‍🚀', host: 'می‌خواهم' };
    line.answer(roomRecords(advert, { ...AT, id: 'a1' }));
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    const [, answer] = heard;
    if (answer?.kind !== 'answer') throw new Error('no answer came');
    expect(roomsIn(answer.records, answer.from)).toEqual([
      { room: { ...advert, server: 'http://127.0.0.1:7420' }, lifeS: LIFE_S },
    ]);
    // What is no DNS is passed over.
    const stranger = createSocket('udp4');
    await new Promise<void>((sent) => stranger.send(Buffer.from('nonsense'), port, '127.0.0.1', () => sent()));
    stranger.close();
    line.ask('still.here.local');
    await vi.waitFor(() => expect(heard).toHaveLength(3));
  } finally {
    line.dispose();
  }
});

test('a line whose port is taken closes its socket', async () => {
  const holder = createSocket('udp4');
  await new Promise<void>((bound) => holder.bind(0, '127.0.0.1', bound));
  const { port } = holder.address();
  const socket = createSocket('udp4');
  const closed = new Promise<void>((resolve) => socket.once('close', resolve));
  let failures = 0;
  const line = openLine(
    { socket, ip: '127.0.0.1', bind: '127.0.0.1', port, multicast: false },
    () => {},
    () => failures++,
  );
  try {
    line.ask(SERVICE);
    await closed;
    expect(failures).toBeGreaterThan(0);
    line.ask(SERVICE);
    line.dispose();
  } finally {
    holder.close();
  }
});

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound));
  const { port } = socket.address();
  await new Promise<void>((closed) => socket.close(() => closed()));
  return port;
}
