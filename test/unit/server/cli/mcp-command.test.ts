import { expect, test } from 'vitest';
import { runMcp } from '../../../../server/assistant/mcp-command.ts';

async function mcp(...args: readonly string[]): Promise<readonly [number, string]> {
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  const face = { args: ['mcp', ...args], env: {}, print: say, printError: say, onReady() {}, endAsked: Promise.resolve('') };
  return [await runMcp(face), said.join('')];
}

test.each([
  [[], 'needs one link'],
  [['http://127.0.0.1:7420/#/r/a', 'http://127.0.0.1:7420/#/r/b'], 'needs one link'],
  [['a room'], 'no link to a room'],
  [['--fly', 'http://127.0.0.1:7420/#/r/a'], '--fly'],
  [['--fonts', '/nowhere/at/all', 'http://127.0.0.1:7420/#/r/a'], '--fonts /nowhere/at/all: '],
  [['--host', '127.0.0.1', 'http://127.0.0.1:7420/#/r/a'], '--host needs --http'],
  [['--http', 'x', 'http://127.0.0.1:7420/#/r/a'], '--http takes a port'],
  [['--http', '0', '--host', 'a b', 'http://127.0.0.1:7420/#/r/a'], '--host takes'],
  [['--http', '0', '--allow-host', 'a:1', 'http://127.0.0.1:7420/#/r/a'], '--allow-host takes'],
  [['--http', '0', '--allow-origin', 'example.org', 'http://127.0.0.1:7420/#/r/a'], '--allow-origin takes'],
])('inkroom mcp %j says what is wrong and joins nothing', async (args, says) => {
  expect(await mcp(...args)).toEqual([2, expect.stringContaining(says)]);
});

test('inkroom mcp --help says what it does', async () => {
  const [code, text] = await mcp('--help');
  expect([code, text]).toEqual([0, expect.stringContaining('Model Context Protocol')]);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(110);
});
