import { describe, expect, test } from 'vitest';
import { shortReason } from '../../../build/electron-binary.ts';
import { appHosts, hasDisplay, hubCommand, type Machine, planDesktop, planOpener } from '../../../build/start-plan.ts';
import { linkForHere, openedLink } from '../../../core/contract/launch.ts';
import { parseCommandLine } from '../../../server/cli/config.ts';

const linux = (env: Machine['env'] = {}, isRoot = false): Machine => ({ platform: 'linux', env, isRoot });
const LINK = 'http://127.0.0.1:4000/#/r/abc';
const everything = (): boolean => true;
const nothing = (): boolean => false;

describe('npm start decides how to show the board', () => {
  test('Linux shows a window on X11 or Wayland and nowhere else; the others always do', () => {
    expect(hasDisplay(linux())).toBe(false);
    expect(hasDisplay(linux({ DISPLAY: '' }))).toBe(false);
    expect(hasDisplay(linux({ DISPLAY: ':0' }))).toBe(true);
    expect(hasDisplay(linux({ WAYLAND_DISPLAY: 'wayland-0' }))).toBe(true);
    expect(hasDisplay({ platform: 'darwin', env: {}, isRoot: false })).toBe(true);
    expect(hasDisplay({ platform: 'win32', env: {}, isRoot: false })).toBe(true);
  });

  test('Electron is fetched only where its window could be shown', () => {
    expect(planDesktop(linux(), undefined)).toMatchObject({ kind: 'none' });
    expect(planDesktop(linux({ DISPLAY: ':0' }), undefined)).toEqual({ kind: 'fetch' });
  });

  test('without a display an installed Electron is not started', () => {
    expect(planDesktop(linux(), '/electron')).toEqual({ kind: 'none', why: 'there is no display' });
  });

  test('the sandbox is given up for root on Linux, where Electron would refuse to start, and for nobody else', () => {
    expect(planDesktop(linux({ DISPLAY: ':0' }), '/e')).toEqual({ kind: 'run', binary: '/e', flags: [] });
    expect(planDesktop(linux({ DISPLAY: ':0' }, true), '/e')).toEqual({ kind: 'run', binary: '/e', flags: ['--no-sandbox'] });
    expect(planDesktop({ platform: 'darwin', env: {}, isRoot: true }, '/e')).toEqual({ kind: 'run', binary: '/e', flags: [] });
  });

  test('each system opens a link its own way; Linux only with a display and xdg-open', () => {
    expect(planOpener({ platform: 'darwin', env: {}, isRoot: false }, LINK, nothing)?.command).toBe('open');
    expect(planOpener({ platform: 'win32', env: {}, isRoot: false }, LINK, nothing)?.args.at(-1)).toBe(`start "" "${LINK}"`);
    expect(planOpener(linux({ DISPLAY: ':0' }), LINK, everything)).toEqual({ command: 'xdg-open', args: [LINK] });
    expect(planOpener(linux({ DISPLAY: ':0' }), LINK, nothing)).toBeUndefined();
    expect(planOpener(linux(), LINK, everything)).toBeUndefined();
  });
});

describe('what a start reads from others', () => {
  test("only an Open line carries the hub's link", () => {
    expect(openedLink(`Open: ${LINK}`)).toBe(LINK);
    expect(openedLink(`see Open: ${LINK}`)).toBeUndefined();
    expect(openedLink('listening')).toBeUndefined();
  });

  test("an installer's stack trace is cut to the line that names the error", () => {
    expect(shortReason('Downloading\nHTTPError: Response code 403\n    at x (y.js:1:1)\n')).toBe('HTTPError: Response code 403');
    expect(shortReason(`TypeError: ${'x'.repeat(500)}`)).toHaveLength(160);
    expect(shortReason('')).toBeUndefined();
  });
});

test('the hub is for this computer and on one port, unless the person says otherwise', () => {
  const config = (flags: readonly string[]) => {
    const parsed = parseCommandLine(hubCommand(flags).slice(1), {});
    return parsed.kind === 'serve' ? parsed.config : parsed;
  };
  expect(config([])).toMatchObject({ host: '127.0.0.1', port: 7420, orNextPort: true });
  expect(config(['--host', '0.0.0.0', '--port', '0'])).toMatchObject({ host: '0.0.0.0', port: 0, orNextPort: false });
});

test('the app hosts the board itself unless flags or settings are given, which are for a server', () => {
  expect(appHosts([], { PATH: '/bin' })).toBe(true);
  expect(appHosts(['--host', '0.0.0.0'], {})).toBe(false);
  expect(appHosts([], { INKROOM_STORE: 'lmdb' })).toBe(false);
});

test('the link for this computer is told from the one for others', () => {
  const line = 'On this computer: http://127.0.0.1:7420/#/r/a';
  expect([linkForHere(line), openedLink(line)]).toEqual(['http://127.0.0.1:7420/#/r/a', undefined]);
  expect(linkForHere('Open: http://192.168.1.7:7420/#/r/a')).toBeUndefined();
});
