import { expect, test } from 'vitest';
import type { ClientId, ElementId, Epoch } from '../../../core/board/ids.ts';
import type { SeenElement, Witness } from '../../chaos/crew-messages.ts';
import { Ledger } from '../../chaos/ledger.ts';
import { type StrokeMark, strokeMark } from '../../chaos/stroke-mark.ts';
import { type Evidence, judge } from '../../chaos/verdict.ts';

const [NOW, BEFORE] = ['epoch-now--' as Epoch, 'epoch-old--' as Epoch];
const [ANA, BEN] = ['ana--------' as ClientId, 'ben--------' as ClientId];
const mark = (k: number): StrokeMark => strokeMark(`${ANA}.${k}` as ElementId, 10 + k, Uint8Array.of(k, 1, 2, 3));
const on = (stroke: StrokeMark, over: Partial<SeenElement> = {}): SeenElement => ({
  ...stroke,
  alive: true,
  ended: true,
  ...over,
});

function witness(who: number, elements: readonly SeenElement[], over: Partial<Witness> = {}): Witness {
  const sample = {
    at: 0,
    phase: 'live',
    unsent: 0,
    epoch: NOW,
    instance: undefined,
    persistence: 'none',
    lostCopy: undefined,
    refused: undefined,
    lagMs: 0,
  } as const;
  return { who, sample, fingerprint: 'same', elements, copy: undefined, ...over };
}

/** Ana finished strokes 1 and 2, and the hub took them in this epoch. */
function ledger(): Ledger {
  const kept = new Ledger();
  for (const k of [1, 2]) {
    kept.hear({ kind: 'begun', who: 0, id: mark(k).id });
    kept.hear({ kind: 'finished', who: 0, stroke: mark(k), at: 1_000 });
    kept.hear({ kind: 'intent', who: 0, intent: { id: mark(k).id, alive: true, lamport: k, by: ANA, at: 1_000 } });
  }
  kept.hear({ kind: 'accepted', who: 0, epoch: NOW, strokes: [mark(1).id, mark(2).id], intents: [] });
  return kept;
}

const faults = (over: Partial<Evidence>): readonly string[] =>
  judge({
    board: 'kept',
    epoch: NOW,
    ledger: ledger(),
    witnesses: [witness(0, [on(mark(1)), on(mark(2))]), witness(1, [on(mark(1)), on(mark(2))])],
    ...over,
  }).map(({ kind }) => kind);

test('boards that hold every stroke once and whole are in order', () => {
  expect(faults({})).toEqual([]);
  expect(faults({ board: 'memory' })).toEqual([]);
});

test('a run in which nobody drew, or nobody told what is on the board, proves nothing', () => {
  expect(faults({ ledger: new Ledger(), witnesses: [witness(0, []), witness(1, [])] })).toEqual(['broken']);
  expect(faults({ witnesses: [] })).toEqual(['broken']);
});

test('a stroke that one board lacks is found', () => {
  const witnesses = [witness(0, [on(mark(1)), on(mark(2))]), witness(1, [on(mark(1))])];
  expect(faults({ witnesses })).toEqual(['missing']);
  expect(faults({ witnesses, board: 'memory' })).toEqual(['missing']);
});

test('a stroke that lost a point, has other points, or never ended is found', () => {
  for (const hurt of [{ count: 11 }, { digest: 'other' }, { ended: false }]) {
    expect(faults({ witnesses: [witness(0, [on(mark(1)), on(mark(2), hurt)])] })).toEqual(['maimed']);
    expect(faults({ board: 'memory', witnesses: [witness(0, [on(mark(1)), on(mark(2), hurt)])] })).toEqual(['maimed']);
  }
});

test('the same points under another id are found, and what nobody drew', () => {
  const twin = { ...mark(2), id: `${ANA}.3` as ElementId };
  const seen = ledger();
  seen.hear({ kind: 'begun', who: 0, id: twin.id });
  const witnesses = [witness(0, [on(mark(1)), on(mark(2)), on(twin)])];
  expect(faults({ witnesses, ledger: seen })).toEqual(['doubled']);
  expect(faults({ witnesses })).toEqual(['foreign', 'doubled']);
});

test('boards that differ in anything are found by their fingerprints', () => {
  const elements = [on(mark(1)), on(mark(2))];
  expect(faults({ witnesses: [witness(0, elements), witness(1, elements, { fingerprint: 'other' })] })).toEqual(['apart']);
});

test('of several who rub out and take back, the last writer decides: by lamport, then by client id', () => {
  const rubbed = ledger();
  const gone = [on(mark(1)), on(mark(2), { alive: false })];
  rubbed.hear({ kind: 'intent', who: 1, intent: { id: mark(2).id, alive: false, lamport: 7, by: BEN, at: 1_000 } });
  expect(faults({ ledger: rubbed })).toEqual(['revived', 'revived']);
  expect(faults({ ledger: rubbed, witnesses: [witness(0, gone)] })).toEqual([]);
  rubbed.hear({ kind: 'intent', who: 0, intent: { id: mark(2).id, alive: true, lamport: 7, by: ANA, at: 1_000 } });
  expect(faults({ ledger: rubbed, witnesses: [witness(0, gone)] })).toEqual([]);
  rubbed.hear({ kind: 'intent', who: 0, intent: { id: mark(2).id, alive: true, lamport: 8, by: ANA, at: 1_000 } });
  expect(faults({ ledger: rubbed, witnesses: [witness(0, gone)] })).toEqual(['removed']);
});

test('without a store, what only a lost epoch took may be in a lost copy instead, whole', () => {
  const kept = ledger();
  kept.hear({ kind: 'accepted', who: 0, epoch: BEFORE, strokes: [mark(2).id], intents: [] });
  const holding = (copy: readonly StrokeMark[], lostCopy = { epoch: BEFORE, elements: copy.length }): readonly Witness[] => {
    const bare = witness(1, [on(mark(1))]);
    return [witness(0, [on(mark(1))]), { ...bare, copy, sample: { ...bare.sample, lostCopy } }];
  };
  expect(faults({ board: 'memory', ledger: kept, witnesses: holding([mark(2)]) })).toEqual([]);
  expect(faults({ board: 'memory', ledger: kept, witnesses: holding([{ ...mark(2), count: 5 }]) })).toEqual([
    'missing',
    'missing',
  ]);
  expect(faults({ board: 'memory', witnesses: holding([mark(2)]) })).toEqual(['missing', 'missing']);
  const miscounted = holding([mark(2)], { epoch: BEFORE, elements: 0 });
  expect(faults({ board: 'memory', ledger: kept, witnesses: miscounted })).toEqual(['lie']);
  const misnamed = holding([mark(2)], { epoch: NOW, elements: 1 });
  expect(faults({ board: 'memory', ledger: kept, witnesses: misnamed })).toEqual(['lie']);
  expect(faults({ board: 'kept', ledger: kept, witnesses: holding([mark(2)]) })).toContain('lie');
});

test('without a store, a stroke may be gone when its author crashed or threw the copy away, but not when somebody else did', () => {
  const evidence = (word: (kept: Ledger) => void): Partial<Evidence> => {
    const kept = ledger();
    kept.hear({ kind: 'accepted', who: 0, epoch: BEFORE, strokes: [mark(2).id], intents: [] });
    word(kept);
    return { board: 'memory', ledger: kept, witnesses: [witness(0, [on(mark(1))])] };
  };
  expect(faults(evidence(() => undefined))).toEqual(['missing']);
  expect(faults(evidence((kept) => kept.hear({ kind: 'discarded', who: 1, ids: [mark(2).id] })))).toEqual(['missing']);
  expect(faults(evidence((kept) => kept.hear({ kind: 'discarded', who: 0, ids: [mark(2).id] })))).toEqual([]);
  expect(faults(evidence((kept) => kept.crashed(1, 60_000)))).toEqual(['missing']);
  expect(faults(evidence((kept) => kept.crashed(0, 60_000)))).toEqual([]);
});

test('what a crash may take is what was drawn just before it and what the hub may have had; the rest is in the vault', () => {
  const crashing = (live: number, at: number): Ledger => {
    const kept = new Ledger();
    kept.hear({ kind: 'begun', who: 0, id: mark(1).id });
    kept.hear({ kind: 'finished', who: 0, stroke: mark(1), at: 10_000 });
    kept.hear({ kind: 'status', who: 0, sample: { ...witness(0, []).sample, at: live } });
    kept.hear({ kind: 'intent', who: 0, intent: { id: mark(1).id, alive: true, lamport: 1, by: ANA, at: 10_000 } });
    kept.crashed(0, at);
    return kept;
  };
  const without = (ledger: Ledger, board: Evidence['board']): readonly string[] =>
    faults({ board, ledger, witnesses: [witness(0, [])] });
  const part = (ledger: Ledger): readonly string[] => faults({ ledger, witnesses: [witness(0, [on(mark(1), { count: 2 })])] });
  const [justBefore, offline, online] = [crashing(9_000, 10_500), crashing(9_000, 60_000), crashing(11_000, 60_000)];
  expect([without(justBefore, 'kept'), part(justBefore), without(justBefore, 'memory')]).toEqual([[], [], []]);
  expect([without(offline, 'kept'), part(offline), without(offline, 'memory')]).toEqual([['missing'], ['maimed'], ['missing']]);
  expect([without(online, 'kept'), part(online), without(online, 'memory')]).toEqual([['missing'], ['maimed'], []]);
});

/** Ben rubbed stroke 2 out in the epoch that was lost, and holds no copy any more. */
function rubbedOut(...later: readonly ((kept: Ledger) => void)[]): Ledger {
  const kept = ledger();
  kept.hear({ kind: 'accepted', who: 0, epoch: BEFORE, strokes: [mark(2).id], intents: [] });
  kept.hear({ kind: 'intent', who: 1, intent: { id: mark(2).id, alive: false, lamport: 7, by: BEN, at: 1_000 } });
  kept.hear({ kind: 'accepted', who: 1, epoch: BEFORE, strokes: [], intents: [{ id: mark(2).id, lamport: 7 }] });
  for (const word of later) word(kept);
  return kept;
}

const both = (second: Partial<SeenElement>): readonly Witness[] =>
  [0, 1].map((who) => witness(who, [on(mark(1)), on(mark(2), second)]));

test('without a store too, what was rubbed out stays so, and a removal may come back without the points', () => {
  expect(faults({ board: 'memory', ledger: rubbedOut(), witnesses: both({}) })).toEqual(['revived', 'revived']);
  const bare = both({ alive: false, count: 0, digest: 'none', ended: false });
  expect(faults({ board: 'memory', ledger: rubbedOut(), witnesses: bare })).toEqual([]);
  expect(faults({ board: 'memory', ledger: rubbedOut(), witnesses: [witness(0, [on(mark(1))])] })).toEqual([]);
});

test('without a store too, what was taken back is there, and whole', () => {
  const takenBack = rubbedOut((kept) =>
    kept.hear({ kind: 'intent', who: 1, intent: { id: mark(2).id, alive: true, lamport: 8, by: BEN, at: 1_000 } }),
  );
  const judged = (witnesses: readonly Witness[]): readonly string[] => faults({ board: 'memory', ledger: takenBack, witnesses });
  expect(judged(both({}))).toEqual([]);
  expect(judged(both({ alive: false }))).toEqual(['removed', 'removed']);
  expect(judged(both({ count: 3 }))).toEqual(['maimed', 'maimed']);
  expect(judged([0, 1].map((who) => witness(who, [on(mark(1))])))).toEqual(['missing', 'missing']);
});

test('without a store a part may show of what was removed, while its author holds it in a copy, and when they threw that away', () => {
  const part = both({ count: 3 });
  const kept = rubbedOut((kept) => kept.crashed(1, 60_000));
  expect(faults({ board: 'memory', ledger: kept, witnesses: part })).toEqual(['maimed', 'maimed']);
  const held = part.map((seen) => ({ ...seen, copy: seen.who === 0 ? [] : undefined }));
  expect(faults({ board: 'memory', ledger: kept, witnesses: held })).toEqual([]);
  kept.hear({ kind: 'discarded', who: 0, ids: [] });
  expect(faults({ board: 'memory', ledger: kept, witnesses: part })).toEqual([]);
});

test('without a store a removal of a lost epoch is as good as what its writer holds of it', () => {
  const judged = (kept: Ledger, witnesses = both({})): readonly string[] => faults({ board: 'memory', ledger: kept, witnesses });
  const copied = both({}).map((seen) => ({ ...seen, copy: [mark(2)] }));
  expect(judged(rubbedOut(), copied)).toEqual([]);
  expect(judged(rubbedOut((kept) => kept.crashed(1, 60_000)))).toEqual([]);
  expect(judged(rubbedOut((kept) => kept.hear({ kind: 'discarded', who: 1, ids: [] })))).toEqual([]);
  // But of others it needs nothing, and what the hub has taken in this epoch it has.
  expect(judged(rubbedOut((kept) => kept.crashed(0, 60_000)))).toEqual(['revived', 'revived']);
  expect(judged(rubbedOut((kept) => kept.hear({ kind: 'discarded', who: 0, ids: [] })))).toEqual(['revived', 'revived']);
  const taken = (lamport: number): Ledger =>
    rubbedOut(
      (kept) => kept.hear({ kind: 'accepted', who: 1, epoch: NOW, strokes: [], intents: [{ id: mark(2).id, lamport }] }),
      (kept) => kept.crashed(1, 60_000),
    );
  expect(judged(taken(7), copied)).toEqual(['revived', 'revived']);
  // An older write of theirs that came back with a copy.
  expect(judged(taken(2), copied)).toEqual([]);
});
