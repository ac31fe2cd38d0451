import { expect, test } from 'vitest';
import { type ElementId, elementId } from '../../../../core/board/ids.ts';
import type { Op } from '../../../../core/board/op.ts';
import { CONTRACT_VERSION } from '../../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { HubFixture } from './hub-fixture.ts';
import { addStroke } from './ink.ts';

function moveTo(id: ElementId, lamport: number): Op {
  return { kind: 'set', id, lamport, values: { x: 1 } };
}

test('[ADM-6] running ahead of the board by batches ends at the hub’s clock, and everybody can go on drawing', async () => {
  const fixture = new HubFixture();
  const mallory = await fixture.joined();
  mallory.draw([addStroke(mallory.clientId, 1)]);
  const id = elementId(mallory.clientId, 1);
  const bound = fixture.clock.now() * LIMITS.lamportsPerMs + LIMITS.lamportLead;
  let lamport = 1;
  // Each batch takes the whole lead over the one before, as far as that goes.
  for (let i = 0; i < 1_500; i++) {
    lamport = Math.min(lamport + LIMITS.lamportLead, Math.floor(bound));
    mallory.draw([moveTo(id, lamport)]);
    fixture.clock.advance(20);
  }
  expect(mallory.refusals()).toEqual([]);
  expect(lamport).toBeLessThan(Number.MAX_SAFE_INTEGER / 2);
  mallory.draw([moveTo(id, Number.MAX_SAFE_INTEGER)]);
  expect(mallory.refusals().at(-1)?.[1]).toBe('op.value');
  const ann = await fixture.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  ann.draw([moveTo(id, lamport + 1)]);
  expect(ann.refusals()).toEqual([]);
});

test('[ADM-7] batches that the board refuses cost too: the log sums them up, and the connection is closed', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  const mallory = await fixture.joined();
  const linesBefore = fixture.logged.length;
  let sent = 0;
  for (; mallory.closed === undefined && sent < 10_000; sent++) {
    mallory.draw([moveTo(elementId(ann.clientId, 99), 5)]);
    fixture.clock.advance(10);
  }
  expect(mallory.closed?.error).toMatch(/^op\.unknown_element: /);
  expect(sent).toBeGreaterThan(LIMITS.refusalsBurst);
  const lines = fixture.logged.slice(linesBefore).filter(({ event }) => event === 'batch.refused');
  expect(lines.length).toBeLessThan(8);
  const told = lines.reduce((sum, { fields }) => sum + 1 + Number((fields as { more?: number }).more ?? 0), 0);
  expect(told).toBeGreaterThanOrEqual(sent);
  ann.draw([addStroke(ann.clientId, 1)]);
  expect(ann.refusals()).toEqual([]);
});

test('a room takes no more people than it may, however many come at the same moment', async () => {
  const fixture = new HubFixture();
  const joins = Array.from({ length: LIMITS.membersPerRoom + 50 }, () => fixture.connect().join({ version: CONTRACT_VERSION }));
  const results = await Promise.allSettled(joins);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(LIMITS.membersPerRoom);
  for (const result of results) if (result.status === 'rejected') expect(String(result.reason)).toMatch(/room\.full/);
  expect(fixture.hub.counters().members).toBe(LIMITS.membersPerRoom);
});
