import { expect, test } from 'vitest';
import { castCrews } from '../../chaos/cast.ts';
import { CALM_MS, describe, drawSchedule, lastsMs, type ScheduleOptions, type Step } from '../../chaos/schedule.ts';

const LONG: ScheduleOptions = { seed: 7, lengthMs: 3_600_000, people: 6, mortal: [1, 2, 3], hasSignals: true };
const BEHIND_SERVICE: ScheduleOptions = { ...LONG, hubs: 3 };
const kinds = (steps: readonly Step[]): readonly string[] => [
  ...new Set(steps.map(({ act }) => (act.kind === 'line' ? act.state.at : act.kind === 'hub' ? act.how : act.kind))),
];

test('the same seed gives the same schedule, another one another', () => {
  expect(drawSchedule(LONG)).toEqual(drawSchedule(LONG));
  expect(drawSchedule({ ...LONG, seed: 8 })).not.toEqual(drawSchedule(LONG));
});

test('an hour holds everything that can go wrong, in order of time, and ends with everything undone', () => {
  const steps = drawSchedule(LONG);
  const all = ['crash', 'cut', 'drop', 'halfOpen', 'hubFrozen', 'kill', 'refusing', 'sleep', 'slow', 'stalled', 'stop'];
  expect([...kinds(steps)].sort()).toEqual(all);
  for (const [i, { atMs, act }] of steps.entries()) {
    expect(atMs).toBeGreaterThanOrEqual(steps[i - 1]?.atMs ?? 0);
    expect(atMs + lastsMs(act)).toBeLessThanOrEqual(LONG.lengthMs);
  }
});

test('through Redis an hour has the frozen Redis in the place of the troubles that only the service makes', () => {
  const seen = kinds(drawSchedule({ ...BEHIND_SERVICE, through: 'redis', losesAll: true }));
  for (const kind of ['service', 'serviceFrozen', 'hubLine', 'everything', 'kill', 'stop', 'hubFrozen'])
    expect(seen).toContain(kind);
  expect(seen).not.toContain('trouble');
  expect(kinds(drawSchedule(BEHIND_SERVICE))).not.toContain('serviceFrozen');
});

test('what happens to one hub, one line or one crew never overlaps', () => {
  const ends = new Map<string, number>();
  for (const { atMs, act } of drawSchedule(LONG)) {
    const subject = 'who' in act ? `line ${act.who}` : 'crew' in act ? `crew ${act.crew}` : 'hub';
    expect(atMs).toBeGreaterThanOrEqual(ends.get(subject) ?? 0);
    ends.set(subject, atMs + lastsMs(act));
  }
  expect([...ends.keys()].sort()).toEqual(
    ['all', 0, 1, 2, 3, 4, 5]
      .map((who) => `line ${who}`)
      .concat(['crew 1', 'crew 2', 'crew 3', 'hub'])
      .sort(),
  );
});

test('behind a service one thing at a time is done to one of the hubs or to the service, and every hub has its turn', () => {
  const steps = drawSchedule(BEHIND_SERVICE).filter(({ act }) => !('who' in act || 'crew' in act));
  expect([...new Set(steps.map(({ act }) => act.kind))].sort()).toEqual(['hub', 'hubFrozen', 'hubLine', 'service', 'trouble']);
  expect(new Set(steps.flatMap(({ act }) => ('which' in act ? [act.which] : [])))).toEqual(new Set([0, 1, 2]));
  let free = 0;
  for (const { atMs, act } of steps) {
    expect(atMs).toBeGreaterThanOrEqual(free);
    free = atMs + lastsMs(act);
  }
});

test('behind a service an hour holds every trouble, to one hub and to all, a part and everything', () => {
  const troubles = drawSchedule(BEHIND_SERVICE).flatMap(({ act }) => (act.kind === 'trouble' ? [act.trouble] : []));
  const kinds = ['dropClients', 'dropServerConnections', 'instanceGone', 'lateAcks', 'silence'];
  expect([...new Set(troubles.map(({ kind }) => kind))].sort()).toEqual(kinds);
  const of = troubles.flatMap((trouble) => (trouble.kind === 'dropServerConnections' ? [trouble.of] : []));
  expect(new Set(of)).toEqual(new Set([0, 1, 2, 'all']));
  for (const kind of ['dropClients', 'dropServerConnections']) {
    const counts = troubles.flatMap((trouble) => (trouble.kind === kind && 'count' in trouble ? [trouble.count] : []));
    expect(counts).toContain('all');
    expect(counts.some((count) => count === 1)).toBe(true);
  }
});

test('no hub is taken away before everybody has heard what was held up by a trouble', () => {
  const steps = drawSchedule({ ...BEHIND_SERVICE, losesAll: true }).filter(({ act }) => !('who' in act || 'crew' in act));
  let calmAt = 0;
  for (const { atMs, act } of steps) {
    if (act.kind === 'hub' || act.kind === 'everything') expect(atMs).toBeGreaterThanOrEqual(calmAt);
    if (act.kind !== 'trouble') continue;
    const isUnanswered = act.trouble.kind === 'silence' || act.trouble.kind === 'lateAcks';
    calmAt = atMs + lastsMs(act) + CALM_MS + (isUnanswered ? 10_000 : 0);
  }
});

test('all hubs are killed at once only where that is asked for', () => {
  expect(kinds(drawSchedule(BEHIND_SERVICE))).not.toContain('everything');
  expect(kinds(drawSchedule({ ...BEHIND_SERVICE, losesAll: true }))).toContain('everything');
});

test('where processes cannot be stopped they are only killed', () => {
  const found = kinds(drawSchedule({ ...LONG, hasSignals: false }));
  for (const kind of ['sleep', 'stop', 'hubFrozen']) expect(found).not.toContain(kind);
});

test.each([LONG, BEHIND_SERVICE, { ...BEHIND_SERVICE, losesAll: true }])('every act is one line of words', (options) => {
  const lines = drawSchedule(options).map(describe);
  expect(new Set(lines).size).toBe(lines.length);
  for (const line of lines)
    expect(line).toMatch(/^ *\d+\.\d\d s {2}(all lines|line \d|hub \d|all hubs|line of hub \d|service|crew \d): \S.*$/);
});

test('half of the people share a process that lives throughout; the others have one each', () => {
  expect(castCrews(6)).toEqual([[0, 1, 2], [3], [4], [5]]);
  expect(castCrews(2)).toEqual([[0], [1]]);
});
