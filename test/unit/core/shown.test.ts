import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ClientId, elementId, type InstanceId, type RoomId, type Seq } from '../../../core/board/ids.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { decodeFrame, encodeFrame, type Frame, nameRoom } from '../../../core/room/frame.ts';
import { encodeShown, readShown } from '../../../core/room/shown.ts';

const ANA = 'anaANAanaAN' as ClientId;
const id = (k: number) => elementId(ANA, k);
const HUB = 'hubHUBhubHU' as InstanceId;

const frame = (part: Partial<Frame>): Frame => ({
  origin: undefined,
  firstSeq: 7 as Seq,
  durableSeq: 6 as Seq,
  batches: [],
  cursors: [],
  members: [],
  ...part,
});

test('[PRS-5] a frame carries what members show, whatever else is in it, and keeps the places of its fields', () => {
  const cursors = [
    { no: 1, x: 4, y: 5, shown: { laser: true, selected: [] } },
    { no: 2, x: 1, y: 1 },
    { no: 3, shown: { laser: false, selected: [id(1), id(2)], view: { x: -1, y: 2, width: 3, height: 4 } } },
  ];
  const members = [{ kind: 'left', no: 9 } as const];
  for (const part of [{ cursors }, { cursors, members }, { cursors, members, origin: HUB }, { cursors, origin: HUB }]) {
    const fields = encodeFrame(frame(part));
    expect(fields).toHaveLength(8);
    expect(decodeFrame(fields)).toEqual({ ok: true, value: frame(part) });
    // A room's name stands in its own place.
    expect(nameRoom([...fields], 'room' as RoomId)[7]).toEqual(fields[7]);
    // Who does not know it reads the rest.
    const known = decodeFrame(fields.slice(0, 7));
    expect(known.ok && known.value.cursors).toEqual(cursors.map(({ shown: _, ...rest }) => rest));
  }
  expect(encodeFrame(frame({ cursors: [{ no: 1, x: 2, y: 3 }] }))).toHaveLength(4);
});

test('[PRS-5] what is shown is bounded, and nothing else is read', () => {
  const many = Array.from({ length: 80 }, (_, k) => id(k + 1));
  const encoded = encodeShown({ laser: false, selected: many });
  expect(encoded).toHaveLength(LIMITS.shownElements + 1);
  expect(readShown(encoded)?.selected).toEqual(many.slice(0, LIMITS.shownElements));
  for (const raw of [
    undefined,
    null,
    [],
    [2],
    [true],
    [1, 'x'],
    [0, ...many],
    [0, [1, 2, 3]],
    [0, [1, 2, 3, 4], [1, 2, 3, 4]],
    [0, id(1), [1, 2, 3, 4]],
    '1',
    { 0: 1 },
  ])
    expect(readShown(raw)).toBeUndefined();
  fc.assert(fc.property(fc.anything(), (raw) => void readShown(raw)));
});
