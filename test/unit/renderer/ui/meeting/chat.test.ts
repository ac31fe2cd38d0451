import { expect, test } from 'vitest';
import type { ClientId } from '../../../../../core/board/ids.ts';
import type { HostAct } from '../../../../../core/contract/access/host-acts.ts';
import type { Said } from '../../../../../core/contract/said.ts';
import type { Session } from '../../../../../renderer/session/session.ts';
import { type Chat, createChat } from '../../../../../renderer/ui/meeting/chat.ts';
import { watchKnownPeople } from '../../../../../renderer/ui/watching/people/known-people.ts';
import { chatKeptWords } from '../../../../../renderer/ui/words/meeting/chat-words.ts';
import { World } from '../../session/world.ts';

/** A chat over a real session, whose private messages the test carries. */
function open(world: World, session: Session, more: Partial<Pick<Session, 'act' | 'onSaid'>> = {}) {
  const people = watchKnownPeople(session, { read: session.status, watch: (changed) => session.onStatus(changed) });
  const refused: string[] = [];
  const chat = createChat({
    session: { ...session, ...more },
    people,
    clock: world.clock,
    refused: (code) => refused.push(code),
  });
  return { chat, refused, people };
}
const linesOf = (chat: Chat) => chat.read().entries.map(({ title, text }) => `${title}: ${text}`);

test('messages of all are shown in order, own ones as such, and what is removed is gone', () => {
  const world = new World();
  const [ana, ben] = [world.joined('Ana'), world.joined('Ben')];
  const { chat } = open(world, ana);
  void chat.send('all', 'one');
  world.pass(500);
  ben.say('two');
  world.pass(500);
  void chat.send('all', 'three');
  expect(linesOf(chat)).toEqual(['You: one', 'Ben: two', 'You: three']);
  const { id } = chat.read().entries[0] ?? {};
  if (id) chat.remove(id);
  expect(linesOf(chat)).toEqual(['Ben: two', 'You: three']);
  chat.clear();
  expect(linesOf(chat)).toEqual([]);
});

test('messages of others are unread until the chat is in view, and are announced once', () => {
  const world = new World();
  const [ana, ben] = [world.joined('Ana'), world.joined('Ben')];
  ben.say('before you looked');
  world.pass(500);
  const { chat } = open(world, ana);
  expect(chat.read()).toMatchObject({ unread: 0, news: '' });
  ben.say('hello');
  world.pass(2_000);
  expect(chat.read()).toMatchObject({ unread: 1, news: 'Ben: hello' });
  void chat.send('all', 'own');
  expect(chat.read().unread).toBe(1);
  chat.watchIs(true);
  expect(chat.read().unread).toBe(0);
  ben.say('one');
  world.pass(100);
  ben.say('two');
  world.pass(2_000);
  expect(chat.read()).toMatchObject({ unread: 0, news: '2 new messages' });
  chat.watchIs(false);
  ben.say('three');
  world.pass(2_000);
  expect(chat.read().unread).toBe(1);
});

test('[CHT-4] private messages are marked, say for whom they were, and a refused one is not shown', async () => {
  const world = new World();
  const [ana, ben] = [world.joined('Ana'), world.joined('Ben')];
  const asked: HostAct[] = [];
  let answer: Awaited<ReturnType<Session['act']>> = {};
  let hear: ((said: Said) => void) | undefined;
  const { chat, refused } = open(world, ana, {
    act: async (act) => {
      asked.push(act);
      return answer;
    },
    onSaid: (listener) => {
      hear = listener;
      return { dispose() {} };
    },
  });
  world.pass(100);
  expect(await chat.send(ben.clientId, 'psst')).toBe(true);
  expect(await chat.send('hosts', 'why?')).toBe(true);
  hear?.({ from: { clientId: ben.clientId, name: 'Ben', color: 2 }, to: 'AAAAAAAAAAA' as ClientId, text: 'yes?', at: 9e12 });
  hear?.({ from: { clientId: ben.clientId, name: 'Ben', color: 2 }, to: 'hosts', text: 'a question', at: 9.1e12 });
  answer = { refused: 'chat.not_here' };
  expect(await chat.send(ben.clientId, 'still there?')).toBe(false);
  expect(linesOf(chat)).toEqual([
    'You to Ben: psst',
    'You to the hosts: why?',
    'Ben to you: yes?',
    'Ben to the hosts: a question',
  ]);
  expect(chat.read()).toMatchObject({ unread: 2 });
  expect(chat.read().entries.every(({ isPrivate, id }) => isPrivate && id === undefined)).toBe(true);
  expect([refused, asked.length]).toEqual([['chat.not_here'], 3]);
  expect(ana.board().wordsCount).toBe(0);
});

test('the panel says where messages live, and the name in a message names its author afterwards', () => {
  expect(chatKeptWords('none')).toContain('memory only');
  expect(chatKeptWords('lmdb')).toContain('kept');
  const world = new World();
  const ben = world.joined('Ben');
  ben.say('bye');
  world.pass(500);
  ben.dispose();
  world.pass(60_000);
  const ana = world.joined('Ana');
  const { people } = open(world, ana);
  expect(people.find(ben.clientId)).toMatchObject({ name: 'Ben', isYou: false });
});
