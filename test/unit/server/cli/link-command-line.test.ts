import { expect, test } from 'vitest';
import { parseCommandLine } from '../../../../server/cli/config.ts';

const parse = (...args: readonly string[]) => parseCommandLine(['link', ...args], { INKROOM_LINK_KEY: 'k' });

test('link commands are read with their keys from the flag or the environment', () => {
  const made = {
    verb: 'make',
    keyFile: 'k',
    room: 'plans',
    grant: 'draw',
    lifeMs: 8 * 3_600_000,
    server: 'http://127.0.0.1:7420',
    once: false,
  };
  expect(parse('--room', 'plans')).toEqual({ kind: 'link', command: made });
  expect(
    parse('--room', 'plans', '--grant', 'view', '--expires', '30m', '--server', 'https://b.example', '--link-key', 'f'),
  ).toEqual({
    kind: 'link',
    command: { ...made, keyFile: 'f', grant: 'view', lifeMs: 1_800_000, server: 'https://b.example' },
  });
  expect(parse('--room', 'plans', '--server', 'https://b.example/draw/')).toMatchObject({
    command: { server: 'https://b.example/draw' },
  });
  expect(parse('--room', 'plans', '--once')).toMatchObject({ command: { once: true } });
  expect(parse('rotate')).toMatchObject({ command: { verb: 'rotate', algorithm: 'HS256', keepMs: 30 * 24 * 3_600_000 } });
  expect(parse('rotate', '--keep', '0', '--algorithm', 'EdDSA')).toMatchObject({ command: { algorithm: 'EdDSA', keepMs: 0 } });
  expect(parse('revoke', 'abc')).toMatchObject({ command: { verb: 'revoke', link: 'abc' } });
  expect(parse('--help')).toEqual({ kind: 'help' });
});

test.each([
  [[], /needs --room ROOM/],
  [['burn'], /not "burn"/],
  [['--room', 'a b'], /"a b" is no name of a room/],
  [['--room', 'a', '--grant', 'king'], /--grant takes view, comment, draw, host/],
  [['--room', 'a', '--expires', '8'], /--expires cannot be "8"/],
  [['--room', 'a', '--expires', '0m'], /--expires cannot be "0m"/],
  [['--room', 'a', '--expires', '400d'], /--expires cannot be "400d"/],
  [['--room', 'a', '--server', 'ftp://x'], /--server takes/],
  [['--room', 'a', '--server', 'ftp://x'], /with a path where the proxy serves the hub under one/],
  [['--room', 'a', '--keep', '1d'], /--keep does not belong to "link make"/],
  [['rotate', 'x'], /cannot take "x"/],
  [['rotate', '--algorithm', 'none'], /HS256 or EdDSA/],
  [['rotate', '--room', 'a'], /--room does not belong/],
  [['rotate', '--once'], /--once does not belong/],
  [['revoke'], /needs the link, or its id/],
  [['revoke', 'a', 'b'], /cannot take "b"/],
  [['--room', 'a', '--port', '1'], /--port/],
] as const)('%j is refused with a sentence', (args, why) => {
  const parsed = parse(...args);
  expect(parsed).toMatchObject({ kind: 'invalid', problems: [expect.stringMatching(why)] });
});

test('links need keys', () => {
  expect(parseCommandLine(['link', '--room', 'a'], {})).toMatchObject({
    problems: [expect.stringMatching(/needs --link-key FILE/)],
  });
  expect(parseCommandLine(['--require-links'], {})).toMatchObject({ problems: [expect.stringMatching(/needs --link-key FILE/)] });
  expect(parseCommandLine(['--require-links', '--link-key', 'f'], {})).toMatchObject({
    config: { linkKey: 'f', requiresLinks: true },
  });
});
