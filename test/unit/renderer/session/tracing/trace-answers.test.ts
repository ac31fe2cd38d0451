import { expect, test } from 'vitest';
import type { InstanceId } from '../../../../../core/board/ids.ts';
import type { HostAct } from '../../../../../core/contract/access/host-acts.ts';
import { Replica } from '../../../../../core/room/replica.ts';
import { TraceAnswers } from '../../../../../renderer/session/tracing/trace-answers.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';

const HERE = 'AAAAAAAAAAA' as InstanceId;
const THERE = 'BBBBBBBBBBB' as InstanceId;
const traceOf = (i: number): string => i.toString(16).padStart(32, '4');

/** A client whose outbox has batch 7 on its way, and whose board knows all batches up to 100. */
function client(paints: 'at once' | 'never' | 'nothing') {
  const clock = new FakeClock();
  const acts: HostAct[] = [];
  const replica = new Replica();
  for (const origin of [HERE, THERE]) replica.vector.advance(origin, 100);
  const answers = new TraceAnswers({
    clock,
    outbox: { timesOf: (n) => (n === 7 ? { made: clock.mono() - 40, sent: clock.mono() - 25 } : undefined) },
    sync: { origin: HERE, replica },
    act: async (act) => void acts.push(act),
    afterPaint: paints === 'nothing' ? undefined : (painted) => void (paints === 'at once' && clock.after(16, painted)),
  });
  const times = () => acts.map((act) => (act.act === 'traced' ? act.times : act));
  return { clock, answers, acts, times, start: clock.mono() };
}

const frame = (firstSeq: number, batches: number, origin?: InstanceId) => [
  firstSeq,
  0,
  Array.from({ length: batches * 3 }, () => 0),
  ...(origin ? [[], [], origin] : []),
];

test('[TRC-3] another client tells when the frame came and was painted, and nothing of its own batches', () => {
  const { clock, answers, acts, times, start } = client('at once');
  answers.asked({ kind: 'traced', trace: traceOf(1), origin: THERE, seq: 12 });
  clock.advance(10);
  answers.frameCame(frame(12, 1), clock.mono());
  answers.frameCame(frame(10, 2, THERE), clock.mono());
  answers.frameCame(frame(12, 3, THERE), clock.mono());
  clock.advance(100);
  expect(acts).toMatchObject([{ act: 'traced', trace: traceOf(1) }]);
  expect(times()).toEqual([[start, null, null, start + 10, start + 26, start + 26]]);
});

test('[TRC-3] the author tells when its batch was made and sent, and when it came back', () => {
  const { clock, answers, times, start } = client('at once');
  answers.asked({ kind: 'traced', trace: traceOf(1), origin: HERE, seq: 3, n: 7 });
  clock.advance(5);
  // Without an origin the frame is of the instance that was joined.
  answers.frameCame(frame(3, 1), clock.mono());
  expect(times()).toEqual([[start, start - 40, start - 25, start + 5, null, start + 5]]);
});

test('[TRC-3] a question that comes after its frame is answered, once frames are noted', () => {
  const { clock, answers, times, start } = client('nothing');
  expect(answers.isOn).toBe(false);
  answers.asked({ kind: 'traced', trace: traceOf(1), origin: HERE, seq: 1 });
  expect(answers.isOn).toBe(true);
  clock.advance(1_600);
  answers.frameCame(frame(40, 2), clock.mono());
  clock.advance(30);
  answers.asked({ kind: 'traced', trace: traceOf(2), origin: HERE, seq: 41 });
  // The first one never came, and the second one was not painted: this client shows nothing.
  expect(times()).toEqual([
    [start, null, null, null, null, start + 1_500],
    [start + 1_630, null, null, start + 1_600, null, start + 1_630],
  ]);
  clock.advance(6_000);
  expect(answers.isOn).toBe(false);
});

test('[TRC-3] a hidden window answers without pixels, and no question is answered twice or leaves a timer', () => {
  const { clock, answers, times, start } = client('never');
  answers.asked({ kind: 'traced', trace: traceOf(1), origin: HERE, seq: 1 });
  answers.frameCame(frame(1, 1), clock.mono());
  clock.advance(1_500);
  expect(times()).toEqual([[start, null, null, start, null, start + 1_500]]);
  answers.frameCame(frame(1, 1), clock.mono());
  expect(times()).toHaveLength(1);
  answers.asked({ kind: 'traced', trace: traceOf(2), origin: HERE, seq: 2 });
  answers.dispose();
  clock.advance(10_000);
  expect(times()).toHaveLength(1);
});

test('[TRC-3] a hostile hub gets few answers: unreadable questions get none, and eight are open at a time', () => {
  const { clock, answers, acts } = client('never');
  for (const bad of [
    {},
    { trace: 'x', origin: HERE, seq: 1 },
    { trace: traceOf(1), origin: 'x', seq: 1 },
    { trace: traceOf(1), origin: HERE, seq: -1 },
  ])
    answers.asked({ kind: 'traced', ...bad });
  for (let i = 1; i <= 500; i++) answers.asked({ kind: 'traced', trace: traceOf(i), origin: HERE, seq: i });
  for (const bad of [undefined, [], ['x', 0, [1, 2, 3]], [5, 0, 'x'], [5, 0, []]]) answers.frameCame(bad, clock.mono());
  clock.advance(2_000);
  expect(acts).toHaveLength(8);
});
