import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  isBoardFile,
  mergeLaunches,
  parseHandedLaunch,
  parseLaunchArguments,
  planLinks,
} from '../../../../main/files/launch-arguments.ts';

const HOME = join('/', 'home', 'ana');
const LINK = 'http://192.168.1.5:4000/#/r/drawing-room';

describe('what a start of the app asks for', () => {
  test('nothing, when it is given nothing but its own path', () => {
    expect(parseLaunchArguments(['/usr/bin/electron', '.', '--no-sandbox', '--enable-features=A,B'], HOME)).toEqual({
      refused: [],
    });
  });

  test('a link by flag, as an address or as a deep link, always in its web form', () => {
    expect(parseLaunchArguments([`--link=${LINK}`], HOME).link).toBe(LINK);
    expect(parseLaunchArguments([LINK], HOME).link).toBe(LINK);
    expect(parseLaunchArguments(['inkroom://192.168.1.5:4000/r/drawing-room'], HOME).deepLink).toBe(LINK);
    expect(parseLaunchArguments(['inkroom://example.org/r/x?s=1'], HOME).deepLink).toBe('https://example.org/#/r/x');
  });

  test('a port and an address for hosting are taken when they are such', () => {
    expect(parseLaunchArguments(['--hub-port=0', '--host-address=192.168.1.7'], HOME)).toEqual({
      hubPort: 0,
      hostAddress: '192.168.1.7',
      refused: [],
    });
    for (const wrong of ['', 'x', '-1', '65536', '7420+'])
      expect(parseLaunchArguments([`--hub-port=${wrong}`], HOME)).toEqual({ refused: ['hubPort'] });
    for (const wrong of ['', 'localhost', '1.2.3', '0x7f.1'])
      expect(parseLaunchArguments([`--host-address=${wrong}`], HOME)).toEqual({ refused: ['hostAddress'] });
  });

  test('whether rooms on the network are spoken of', () => {
    expect(parseLaunchArguments(['--discovery=off'], HOME)).toEqual({ refused: [], discovery: false });
    expect(parseLaunchArguments(['--discovery=off', '--discovery=on'], HOME)).toEqual({ refused: [], discovery: true });
    expect(parseLaunchArguments(['--discovery=perhaps'], HOME)).toEqual({ refused: ['discovery'] });
  });

  test('a link that cannot be read is refused, and another one on the same line still counts', () => {
    expect(parseLaunchArguments(['--link=nonsense'], HOME)).toEqual({ refused: ['link'] });
    expect(parseLaunchArguments(['inkroom://host/../../r/x', LINK], HOME)).toEqual({ link: LINK, refused: ['link'] });
    expect(parseLaunchArguments(['https://example.org/phish'], HOME)).toEqual({ refused: ['link'] });
  });

  test('a board file, relative to the folder where the person typed', () => {
    expect(parseLaunchArguments(['plans/attic.inkroom'], HOME).file).toBe(join(HOME, 'plans', 'attic.inkroom'));
    expect(parseLaunchArguments([join('/', 'tmp', 'A.INKROOM')], HOME).file).toBe(join('/', 'tmp', 'A.INKROOM'));
  });

  test('a switch is no file, whatever it ends in, and neither is an address', () => {
    expect(isBoardFile('--log=a.inkroom')).toBe(false);
    expect(isBoardFile('file:///a.inkroom')).toBe(false);
    expect(isBoardFile('a.inkroom.exe')).toBe(false);
    for (const name of ['a.inkroom', 'a.tldr', 'a.excalidraw', 'A.Excalidraw.PNG']) expect(isBoardFile(name)).toBe(true);
    for (const name of ['a.png', 'a.md', 'a.json']) expect(isBoardFile(name)).toBe(false);
  });

  test('the last of each kind counts', () => {
    const other = 'http://10.0.0.1/#/r/b';
    expect(parseLaunchArguments([LINK, 'a.inkroom', other, 'b.inkroom'], HOME)).toEqual({
      link: other,
      file: join(HOME, 'b.inkroom'),
      refused: [],
    });
    expect(
      mergeLaunches([
        { link: LINK, file: '/a', refused: ['link'] },
        { link: other, refused: [] },
      ]),
    ).toEqual({
      link: other,
      file: '/a',
      refused: ['link'],
    });
  });

  test('a profile has a name', () => {
    expect(parseLaunchArguments(['--profile=second'], HOME).profile).toBe(join(HOME, 'second'));
    expect(parseLaunchArguments(['--profile='], HOME)).toEqual({ refused: ['profile'] });
  });
});

describe('what a second start hands over', () => {
  const fallback = { argv: ['x'], folder: '/' };

  test('its own command line and folder', () => {
    expect(parseHandedLaunch({ argv: ['a', LINK], folder: HOME }, fallback)).toEqual({ argv: ['a', LINK], folder: HOME });
  });

  test('anything else counts for nothing: what Electron passed is taken', () => {
    for (const raw of [
      undefined,
      null,
      7,
      {},
      { argv: 'a', folder: HOME },
      { argv: [1], folder: HOME },
      { argv: [], folder: 1 },
    ]) {
      expect(parseHandedLaunch(raw, fallback)).toBe(fallback);
    }
  });
});

describe('a link that any web page may have sent', () => {
  const deep = parseLaunchArguments(['inkroom://evil.example/r/trap'], HOME);
  const trap = 'https://evil.example/#/r/trap';

  test('is never what a window opens on: the page is told of it, and asks', () => {
    expect(planLinks(deep, false)).toEqual({ follows: [trap] });
    expect(planLinks(deep, true)).toEqual({ follows: [trap] });
  });

  test('is another matter than one that a person gave', () => {
    const given = parseLaunchArguments([`--link=${LINK}`], HOME);
    expect(planLinks(given, false)).toEqual({ opensOn: LINK, follows: [] });
    expect(planLinks(given, true)).toEqual({ follows: [LINK] });
    expect(planLinks(mergeLaunches([given, deep]), false)).toEqual({ opensOn: LINK, follows: [trap] });
  });
});
