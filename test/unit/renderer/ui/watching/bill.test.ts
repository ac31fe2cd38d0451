import { describe, expect, test } from 'vitest';
import type { Bill } from '../../../../../core/contract/hub-contract.ts';
import { watchBill } from '../../../../../renderer/ui/watching/bill.ts';
import { billWords } from '../../../../../renderer/ui/words/bill-words.ts';
import { FakeClock } from '../../session/fake-clock.ts';

const bill = (unitsPerSecond: number, instances = 1): Bill => ({ unitsPerSecond, instances });

describe('what the room costs', () => {
  /** A hub whose answers a test gives when it wants. */
  function scene() {
    const clock = new FakeClock();
    const answers: ((bill: Bill | undefined) => void)[] = [];
    const source = watchBill({ askBill: () => new Promise((answer) => void answers.push(answer)) }, clock);
    const answer = async (index: number, value: Bill | undefined): Promise<void> => {
      answers[index]?.(value);
      await Promise.resolve();
    };
    return { clock, source, answers, answer };
  }

  test('is asked at once and every five seconds while somebody watches, and never otherwise', async () => {
    const { clock, source, answers, answer } = scene();
    clock.advance(60_000);
    expect(answers).toHaveLength(0);
    let told = 0;
    const watching = source.watch(() => told++);
    expect(answers).toHaveLength(1);
    await answer(0, bill(24));
    expect([told, source.read()]).toEqual([1, bill(24)]);
    clock.advance(4_999);
    expect(answers).toHaveLength(1);
    clock.advance(1);
    expect(answers).toHaveLength(2);
    // What was known is shown until the next answer is here.
    expect(source.read()).toEqual(bill(24));
    await answer(1, bill(30));
    expect(source.read()).toEqual(bill(30));
    watching.dispose();
    watching.dispose();
    clock.advance(60_000);
    expect(answers).toHaveLength(2);
    expect(clock.pending).toBe(0);
    expect(source.read()).toBeUndefined();
  });

  test('is not shown when the hub does not say it, or not before it is asked again', async () => {
    const { clock, source, answers, answer } = scene();
    source.watch(() => undefined);
    await answer(0, bill(24));
    clock.advance(5_000);
    await answer(1, undefined);
    expect(source.read()).toBeUndefined();
    clock.advance(5_000);
    await answer(2, bill(25));
    expect(source.read()).toEqual(bill(25));
    clock.advance(10_000);
    expect([answers.length, source.read()]).toEqual([5, undefined]);
    // The one that was waited for no longer is not the newest.
    await answer(3, bill(99));
    expect(source.read()).toBeUndefined();
    await answer(4, bill(26));
    expect(source.read()).toEqual(bill(26));
  });

  test('is asked once for two who watch, and anew for who comes after both; an answer to those before is not theirs', async () => {
    const { source, answers, answer } = scene();
    const [first, second] = [source.watch(() => undefined), source.watch(() => undefined)];
    first.dispose();
    expect(answers).toHaveLength(1);
    second.dispose();
    source.watch(() => undefined);
    expect(answers).toHaveLength(2);
    await answer(0, bill(24));
    expect(source.read()).toBeUndefined();
    await answer(1, bill(25));
    expect(source.read()).toEqual(bill(25));
  });
});

describe('in words', () => {
  test.each([
    [bill(0), 'This room costs nothing on Azure SignalR just now.', undefined],
    [bill(1e-9), 'This room costs nothing on Azure SignalR just now.', undefined],
    [bill(0.44), 'about 0.4 messages a second', 'about 38,000.'],
    [bill(1.02), 'about 1 message a second', 'about 88,000.'],
    [bill(11.55), 'about 12 messages a second', 'about 1 million.'],
    [bill(24.3), 'This room costs about 24 messages a second on Azure SignalR.', 'about 2.1 million.'],
    [bill(1_388.4), 'about 1,400 messages a second', 'about 120 million.'],
    [
      bill(24.3, 2),
      'This server’s share of the room costs about 24 messages a second on Azure SignalR. 2 servers serve it.',
      '2.1 m',
    ],
    [bill(0, 3), 'This server’s share of the room costs nothing on Azure SignalR just now. 3 servers serve it.', undefined],
  ])('%j', (known, price, day) => {
    const words = billWords(known);
    expect(words.price).toContain(price);
    if (day === undefined) expect(words.day).toBeUndefined();
    else expect(words.day).toContain(day);
  });

  test('a day is told beside what a unit of the service includes', () => {
    expect(billWords(bill(24)).day).toBe(
      'A whole day like this would be about 2.1 million. Each Standard unit includes 1 million a day.',
    );
  });
});
