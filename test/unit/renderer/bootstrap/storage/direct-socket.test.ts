import { expect, test } from 'vitest';
import { keptDirectSocket } from '../../../../../renderer/bootstrap/storage/direct-socket.ts';
import { memoryStorage } from './memory-storage.ts';

const [HERE, THERE] = ['http://127.0.0.1:7420', 'https://team.example.org'];

test('a tab remembers the one server that its newest WebSocket reached', () => {
  const tab = memoryStorage();
  expect(keptDirectSocket(tab, HERE).read()).toBe(false);
  keptDirectSocket(tab, HERE).write(true);
  expect(keptDirectSocket(tab, HERE).read()).toBe(true);
  expect(keptDirectSocket(tab, THERE).read()).toBe(false);
  keptDirectSocket(tab, THERE).write(true);
  expect(keptDirectSocket(tab, HERE).read()).toBe(false);
  keptDirectSocket(tab, THERE).write(false);
  expect(keptDirectSocket(tab, THERE).read()).toBe(false);
});

test('a tab without storage asks the server each time', () => {
  const broken = (): never => {
    throw new Error('forbidden');
  };
  for (const tab of [undefined, { getItem: broken, setItem: broken }]) {
    const memory = keptDirectSocket(tab, HERE);
    memory.write(true);
    expect(memory.read()).toBe(false);
  }
});
