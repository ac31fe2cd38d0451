import { expect, test } from 'vitest';
import { UnfinishedMessages } from '../../../../../server/signalr/receiving/unfinished-messages.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { openConnection, turn } from '../open-connection.ts';

const rules = { unfinishedBytes: 1_000, messageTimeoutMs: 30_000 };

function open() {
  const clock = new FakeClock();
  const messages = new UnfinishedMessages(clock, rules);
  const given: string[] = [];
  const owner = (name: string) => ({ giveUp: () => void given.push(name) });
  return { clock, messages, given, owner };
}

test('the longest are given up when there is no room for all', () => {
  const { messages, given, owner } = open();
  const [small, large, middle] = [owner('small'), owner('large'), owner('middle')];
  messages.grown(small, 100);
  messages.grown(large, 600);
  messages.grown(middle, 300);
  expect(given).toEqual([]);
  messages.grown(middle, 301);
  expect(given).toEqual(['large']);
  expect(messages.bytes).toBe(401);
  messages.grown(small, 1_001);
  expect(given).toEqual(['large', 'small']);
  expect(messages.bytes).toBe(301);
});

test('a message has its time from its first byte to its last, however often some more comes', () => {
  const { clock, messages, given, owner } = open();
  const [slow, honest] = [owner('slow'), owner('honest')];
  for (let second = 0; second < 30; second++) {
    messages.sweep(clock.mono());
    messages.grown(slow, second + 1);
    messages.finished(honest);
    messages.grown(honest, 5);
    clock.advance(1_000);
  }
  messages.sweep(clock.mono());
  expect(given).toEqual(['slow']);
  expect(messages.bytes).toBe(5);
});

test('while the server does not read, no time passes', () => {
  const { clock, messages, given, owner } = open();
  const waiting = owner('waiting');
  messages.grown(waiting, 5);
  messages.paused(waiting);
  clock.advance(100_000);
  messages.sweep(clock.mono());
  messages.resumed(waiting);
  clock.advance(29_000);
  messages.sweep(clock.mono());
  expect(given).toEqual([]);
  clock.advance(1_000);
  messages.sweep(clock.mono());
  expect(given).toEqual(['waiting']);
  expect(messages.isEmpty).toBe(true);
});

test('a client that does not finish a hub message is closed, with a reason', async () => {
  const { say, sweepFor, disconnects, frames } = openConnection();
  say('{"type":1,"target":"x","argu');
  sweepFor(29_000);
  say('men');
  await turn();
  expect(disconnects).toEqual([]);
  sweepFor(1_000);
  await turn();
  expect(disconnects).toEqual(['protocolError']);
  expect(frames().join('')).toContain('message.unfinished: The rest of a message did not come in time.');
});

test('a client whose frames end within messages, each of which is finished in time, is not', async () => {
  const { say, sweepFor, disconnects } = openConnection();
  const ping = '{"type":6}\u001e';
  say(ping.slice(0, 5));
  for (let i = 0; i < 20; i++) {
    sweepFor(5_000);
    say(ping.slice(5) + ping.slice(0, 5));
  }
  await turn();
  expect(disconnects).toEqual([]);
});
