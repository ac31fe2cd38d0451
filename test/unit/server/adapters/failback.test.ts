import type { EndpointNews } from '@inkroom/azure-signalr/endpoints/choose-endpoint';
import type { EndpointRole } from '@inkroom/azure-signalr/endpoints/named-endpoint';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../../../core/base/host.ts';
import {
  type EndpointHealth,
  Failback,
  freePlaces,
  isSettled,
  moveEveryMs,
  nextHealth,
  surplusOf,
  UNKNOWN_HEALTH,
  type WatchedEndpoint,
} from '../../../../server/adapters/azure-signalr/endpoints/failback.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const MINUTE_MS = 60_000;

interface Service extends WatchedEndpoint {
  isOnline: boolean;
  news: EndpointNews;
  clients: number;
}

function service(name: string, role: EndpointRole): Service {
  return { name, role, isOnline: true, isDoubtful: false, lines: 5, quota: undefined, news: {}, clients: 0 };
}

interface Scene {
  readonly clock: FakeClock;
  readonly east: Service;
  readonly west: Service;
  readonly logged: string[];
  /** `clock.mono()` of each move. */
  readonly movedAt: number[];
  readonly failback: Failback<Service>;
}

/** A hub whose primary service `east` has failed. Its clients are at the other one. */
function scene(clients: number, role: EndpointRole = 'secondary'): Scene {
  const clock = new FakeClock();
  const [east, west] = [service('east', 'primary'), service('west', role)];
  west.clients = clients;
  const logged: string[] = [];
  const movedAt: number[] = [];
  const failback = new Failback({
    clock,
    log: { ...silentLog, info: (event, fields) => logged.push([event, ...Object.values(fields ?? {})].join(' ')) },
    endpoints: [east, west],
    clientsAt: ({ clients: count }) => count,
    moveOne(from) {
      if (from.clients === 0) return false;
      from.clients--;
      movedAt.push(clock.mono());
      return true;
    },
    settled() {},
  });
  onTestFinished(() => failback.dispose());
  clock.advance(5_000);
  east.isOnline = false;
  clock.advance(5_000);
  return { clock, east, west, logged, movedAt, failback };
}

test('[CLS-6] clients of a secondary service stay until a primary one has been well for a minute, then they go one after another', () => {
  const { clock, east, west, logged, movedAt } = scene(25);
  clock.advance(10 * MINUTE_MS);
  const backAt = clock.mono();
  east.isOnline = true;
  clock.advance(2 * MINUTE_MS);
  expect(west.clients).toBe(0);
  expect((movedAt[0] ?? 0) - backAt).toBeGreaterThanOrEqual(MINUTE_MS);
  const pauses = movedAt.slice(1).map((at, i) => at - (movedAt[i] ?? 0));
  expect(new Set(pauses)).toEqual(new Set([100]));
  expect(logged).toEqual(['azure.moving_back east', 'azure.moved_back 25']);
});

test('[CLS-6] a primary service that fails while its clients return gets no more of them, and must then be well for two minutes', () => {
  const { clock, east, west } = scene(100);
  east.isOnline = true;
  clock.advance(MINUTE_MS + 5_000);
  const left = west.clients;
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(100);
  east.isOnline = false;
  clock.advance(5_000);
  east.isOnline = true;
  clock.advance(2 * MINUTE_MS - 5_000);
  expect(left - west.clients).toBeLessThanOrEqual(1);
  clock.advance(MINUTE_MS);
  expect(west.clients).toBe(0);
});

test('[CLS-6] no more clients return than the primary service has places for', () => {
  const { clock, east, west } = scene(30);
  east.news = { capacity: 20, clients: 2, serverConnections: 10 };
  east.isOnline = true;
  clock.advance(5 * MINUTE_MS);
  expect(west.clients).toBe(22);
  east.news = { capacity: 20, clients: 5, serverConnections: 10 };
  clock.advance(MINUTE_MS);
  expect(west.clients).toBe(17);
});

test('[CLS-6] when one of two primary services is back, half of the clients go there from the other one, once', () => {
  const { clock, east, west, movedAt, failback } = scene(20, 'primary');
  clock.advance(2 * MINUTE_MS);
  expect(movedAt).toEqual([]);
  east.isOnline = true;
  clock.advance(MINUTE_MS + 1_500);
  // Clients that come meanwhile are sent to the service that lacks them.
  expect([movedAt.length > 0, failback.emptiest]).toEqual([true, east]);
  clock.advance(MINUTE_MS);
  expect([west.clients, failback.emptiest]).toEqual([10, undefined]);
  clock.advance(5 * MINUTE_MS);
  expect(west.clients).toBe(10);
});

test('[CLS-6] clients are not evened out when the service that came back fails again', () => {
  const { clock, east, west } = scene(40, 'primary');
  east.isOnline = true;
  clock.advance(MINUTE_MS + 1_500);
  const left = west.clients;
  east.isOnline = false;
  clock.advance(5 * MINUTE_MS);
  expect(left).toBeGreaterThan(20);
  expect(left - west.clients).toBeLessThanOrEqual(1);
});

test('[CLS-6] a service that returns after the start of the hub gets its share too; one that is short of a few clients gets none', () => {
  for (const [atEast, moves] of [
    [0, 10],
    [6, 0],
  ] as const) {
    const clock = new FakeClock();
    const [east, west] = [service('east', 'primary'), service('west', 'primary')];
    west.clients = 20 - atEast;
    east.clients = atEast;
    east.isOnline = false;
    let moved = 0;
    const failback = new Failback({
      clock,
      log: silentLog,
      endpoints: [east, west],
      clientsAt: ({ clients }) => clients,
      moveOne: ({ clients }) => clients > 0 && ++moved > 0,
      settled() {},
    });
    clock.advance(2 * MINUTE_MS);
    east.isOnline = true;
    clock.advance(3 * MINUTE_MS);
    failback.dispose();
    expect(moved).toBe(moves);
  }
});

test('the surplus of services is what they have above the mean', () => {
  const clients = [10, 3, 2];
  expect([...surplusOf([0, 1, 2], (i) => clients[i] ?? 0).values()]).toEqual([5, 0, 0]);
  expect([...surplusOf([0, 1], () => 7).values()]).toEqual([0, 0]);
});

test('[CLS-6] each failure doubles the time for which a service must be well, up to 16 minutes; an hour without one forgets them', () => {
  let health: EndpointHealth = UNKNOWN_HEALTH;
  let mono = 0;
  const waits: number[] = [];
  for (let failure = 0; failure < 8; failure++) {
    health = nextHealth(nextHealth(health, true, mono), false, mono);
    health = nextHealth(health, true, mono);
    const since = mono;
    while (!isSettled(health, mono)) {
      mono += 1_000;
      health = nextHealth(health, true, mono);
    }
    waits.push((mono - since) / MINUTE_MS);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 16, 16, 16]);
  health = nextHealth(health, true, mono + 60 * MINUTE_MS);
  expect(health.failures).toBe(0);
});

test('hubs share the rate: each moves less often, the more server connections the service reports', () => {
  expect(moveEveryMs([{ news: {} }])).toBe(100);
  expect(moveEveryMs([{ news: { serverConnections: 5 } }])).toBe(100);
  expect(moveEveryMs([{ news: { serverConnections: 15 } }, { news: { serverConnections: 10 } }])).toBe(300);
});

test('a service that has not reported its capacity counts as free', () => {
  expect(freePlaces([{ news: {} }])).toBe(Number.POSITIVE_INFINITY);
  expect(freePlaces([{ news: { capacity: 10, clients: 8, serverConnections: 5 } }, { news: { capacity: 10 } }])).toBe(10);
});
