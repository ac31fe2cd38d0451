import { expect, test, vi } from 'vitest';
import { recordSeparatorFraming } from '../../../../../server/signalr/hub-protocol/framing.ts';
import { Intake, type IntakeOwner } from '../../../../../server/signalr/receiving/intake.ts';
import { ReadingTurn } from '../../../../../server/signalr/receiving/reading-turn.ts';
import { UnfinishedMessages } from '../../../../../server/signalr/receiving/unfinished-messages.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { turn } from '../open-connection.ts';

const LARGE = 'x'.repeat(6_000);
const RULES = { messagesPerTurn: 1_000, bytesPerTurn: 64 * 1024, unfinishedBytes: 1_000_000, messageTimeoutMs: 30_000 };

/** Connections of one hub. Each large message takes 6 ms to be handled. */
function hub() {
  const clock = new FakeClock();
  const shared = { unfinished: new UnfinishedMessages(clock, RULES), reading: new ReadingTurn(clock) };
  const handled: string[] = [];
  return {
    handled,
    reading: shared.reading,
    /** The pause after a turn that was used up. */
    pass: () => clock.advance(5),
    client(name: string) {
      const stopped = { is: false };
      const owner: IntakeOwner = {
        isListening: true,
        isFull: false,
        framing: recordSeparatorFraming,
        messageBytes: 100_000,
        receive(framed) {
          handled.push(name);
          if (framed.length > 1_000) clock.advance(3);
        },
        violated() {},
        pause() {
          stopped.is = true;
        },
        resume() {
          stopped.is = false;
        },
      };
      const intake = new Intake(owner, RULES, shared);
      return { stopped, say: (...texts: string[]) => intake.push(Buffer.from(texts.map((text) => `${text}\u001e`).join(''))) };
    },
  };
}

test('clients that send much share the time of one turn, and each goes on when all have had theirs', async () => {
  const { handled, client, pass } = hub();
  const [ann, bob, cid] = [client('ann'), client('bob'), client('cid')];
  for (const one of [ann, bob, cid]) one.say(LARGE, LARGE, LARGE);
  expect(handled).toEqual(['ann', 'ann']);
  expect([ann, bob, cid].map(({ stopped }) => stopped.is)).toEqual([true, true, true]);
  for (let turns = 0; turns < 10; turns++) {
    const before = handled.length;
    await turn();
    expect(handled.length - before).toBeLessThanOrEqual(2);
    pass();
  }
  expect(handled.toSorted()).toEqual(['ann', 'ann', 'ann', 'bob', 'bob', 'bob', 'cid', 'cid', 'cid']);
  expect(handled.indexOf('cid')).toBeLessThan(handled.lastIndexOf('bob'));
  expect([ann, bob, cid].map(({ stopped }) => stopped.is)).toEqual([false, false, false]);
});

test('after a turn that was used up, those who send much pause as long, and those who send little do not', async () => {
  const { handled, client, pass } = hub();
  const [ann, bob, honest] = [client('ann'), client('bob'), client('honest')];
  for (const one of [ann, bob]) one.say(LARGE, LARGE, LARGE, LARGE);
  await turn();
  expect(handled).toHaveLength(4);
  for (let turns = 0; turns < 3; turns++) {
    await turn();
    honest.say('a move');
  }
  expect(handled.slice(4)).toEqual(['honest', 'honest', 'honest']);
  pass();
  expect(handled).toHaveLength(9);
});

test('who sends little is not kept waiting for those who send much', () => {
  const { handled, client } = hub();
  const [ann, bob, honest] = [client('ann'), client('bob'), client('honest')];
  for (const one of [ann, bob]) one.say(LARGE, LARGE, LARGE);
  honest.say('a move');
  expect(handled).toEqual(['ann', 'ann', 'honest']);
  expect(honest.stopped.is).toBe(false);
});

test('small messages that are brought one by one count together', async () => {
  const { handled, client } = hub();
  const [ann, bob, honest] = [client('ann'), client('bob'), client('honest')];
  ann.say(LARGE, LARGE);
  for (let i = 0; i < 1_000; i++) bob.say('a small message');
  honest.say('a move');
  expect(handled.filter((name) => name === 'bob').length).toBeLessThan(100);
  expect(handled.at(-1)).toBe('honest');
  for (let turns = 0; turns < 20; turns++) await turn();
  expect(handled.filter((name) => name === 'bob')).toHaveLength(1_000);
});

test('a client that sends little begins a turn only now and then, and reads at most twice its light bytes in one', async () => {
  const { handled, reading, client } = hub();
  const [ann, honest] = [client('ann'), client('honest')];
  const begun = vi.spyOn(reading, 'begin');
  honest.say('a move');
  expect(begun).toHaveBeenCalledTimes(1);
  for (let i = 0; i < 100; i++) {
    await turn();
    honest.say('a move');
  }
  expect(begun.mock.calls.length).toBeLessThan(5);
  ann.say(LARGE, LARGE);
  const before = handled.length;
  for (let i = 0; i < 1_000; i++) honest.say('a move');
  expect((handled.length - before) * 'a move,'.length).toBeLessThanOrEqual(2 * 1_024);
  for (let turns = 0; turns < 20; turns++) await turn();
  expect(handled.filter((name) => name === 'honest')).toHaveLength(1_101);
});
