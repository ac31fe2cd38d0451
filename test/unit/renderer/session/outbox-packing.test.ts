import { expect, test, vi } from 'vitest';
import { type ClientId, elementId } from '../../../../core/board/ids.ts';
import { packValue } from '../../../../core/wire/msgpack.ts';
import { Outbox } from '../../../../renderer/session/writing/outbox.ts';

vi.mock(import('../../../../core/wire/msgpack.ts'), async (original) => {
  const whole = await original();
  return { ...whole, packValue: vi.fn(whole.packValue) };
});

const ANA = 'AAAAAAAAAAA' as ClientId;

test('a batch is packed by whoever sends it: its size and its echo are known without', () => {
  const outbox = new Outbox(ANA);
  for (let k = 1; k <= 3; k++) outbox.add([{ kind: 'append', id: elementId(ANA, k), offset: 0, chunk: new Uint8Array(300) }], 0);
  const taken = outbox.take(100_000, 1);
  expect(outbox.isEcho({ n: 1, ops: taken[0]?.ops.map((op) => ({ ...op })) ?? [] })).toBe(true);
  expect(outbox.isEcho({ n: 1, ops: taken[1]?.ops ?? [] })).toBe(false);
  expect(packValue).not.toHaveBeenCalled();
  for (const { bytes, wire } of taken) expect(packValue(wire).length).toBe(bytes);
});
