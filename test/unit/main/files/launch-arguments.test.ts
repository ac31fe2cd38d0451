import { describe, expect, test } from 'vitest';
import {
  isBoardFile,
  type LaunchPlace,
  type LaunchRequest,
  mergeLaunches,
  notOpened,
  parseHandedLaunch,
  parseLaunchArguments,
  planLinks,
} from '../../../../main/files/launch-arguments.ts';

const LINUX: LaunchPlace = { folder: '/home/ana', platform: 'linux' };
const MAC: LaunchPlace = { folder: '/Users/ana', platform: 'darwin' };
const WINDOWS: LaunchPlace = { folder: 'C:\\Users\\ana', platform: 'win32' };
const SYSTEMS = [LINUX, MAC, WINDOWS];
const HOME = LINUX.folder;
const LINK = 'http://192.168.1.5:4000/#/r/drawing-room';
const OTHER = 'http://10.0.0.1/#/r/b';

/** What is typed, and what it asks for: the same on every system. */
const ANYWHERE: readonly (readonly [what: string, argv: readonly string[], LaunchRequest])[] = [
  ['nothing but the program', ['/usr/bin/electron', '.', '--no-sandbox', '--enable-features=A,B'], { refused: [] }],
  ['switches of Chromium, before and after', ['--inspect=0', '--remote-debugging-port=0', '-psn_0_7'], { refused: [] }],
  ['an empty argument', [''], { refused: [] }],
  ['a link by flag', [`--link=${LINK}`], { link: LINK, refused: [] }],
  ['a link as an address', [LINK], { link: LINK, refused: [] }],
  ['a link with blanks, as people paste it', [`--link= ${LINK} `], { link: LINK, refused: [] }],
  ['a link with a token and a view', [`${LINK}?k=a.b.c&view=0,0,30,40`], { link: `${LINK}?k=a.b.c&view=0,0,30,40`, refused: [] }],
  ['a link under a path', ['https://ink.example/tools/#/r/x'], { link: 'https://ink.example/tools/#/r/x', refused: [] }],
  ['a deep link on the local network', ['inkroom://192.168.1.5:4000/r/drawing-room'], { deepLink: LINK, refused: [] }],
  ['a deep link with TLS', ['inkroom://example.org/r/x?s=1'], { deepLink: 'https://example.org/#/r/x', refused: [] }],
  ['a deep link without TLS', ['inkroom://example.org/r/x?s=0'], { deepLink: 'http://example.org/#/r/x', refused: [] }],
  ['a flag without a link', ['--link='], { refused: ['link'] }],
  ['a link that cannot be read', ['--link=nonsense'], { refused: ['link'] }],
  ['an address that is no room', ['https://example.org/phish'], { refused: ['link'] }],
  ['a deep link that leaves its folder, and a good one', ['inkroom://host/../../r/x', LINK], { link: LINK, refused: ['link'] }],
  ['two links: the last counts', [LINK, OTHER], { link: OTHER, refused: [] }],
  ['any free port', ['--hub-port=0'], { hubPort: 0, refused: [] }],
  ['a port', ['--hub-port=65535'], { hubPort: 65_535, refused: [] }],
  ...['', 'x', '-1', '65536', '7420+', '0x10', '1e3'].map(
    (wrong) => [`no port: “${wrong}”`, [`--hub-port=${wrong}`], { refused: ['hubPort'] }] as const,
  ),
  ['an address for hosting', ['--host-address=192.168.1.7'], { hostAddress: '192.168.1.7', refused: [] }],
  ['an address of IPv6', ['--host-address=fd00::7'], { hostAddress: 'fd00::7', refused: [] }],
  ...['', 'localhost', '1.2.3', '0x7f.1'].map(
    (wrong) => [`no address: “${wrong}”`, [`--host-address=${wrong}`], { refused: ['hostAddress'] }] as const,
  ),
  ['discovery off', ['--discovery=off'], { discovery: false, refused: [] }],
  ['discovery off and on: the last counts', ['--discovery=off', '--discovery=on'], { discovery: true, refused: [] }],
  ['discovery perhaps', ['--discovery=perhaps'], { refused: ['discovery'] }],
  ['no updates', ['--updates=off'], { updates: 'off', refused: [] }],
  ['a feed of updates', ['--updates=https://u.example/ink/'], { updates: { feed: 'https://u.example/ink/' }, refused: [] }],
  ['a feed that anybody on the way could change', ['--updates=http://u.example/'], { refused: ['updates'] }],
  ['a profile without a name', ['--profile='], { refused: ['profile'] }],
  ['a file of another kind', ['notes.txt', 'photo.png', 'a.inkroom.exe'], { refused: [] }],
  ['a switch that ends like a file', ['--log=a.inkroom', '-a.tldr'], { refused: [] }],
  ['an address that ends like a file', ['ftp://host/a.inkroom'], { refused: [] }],
  ['a file of another kind by its address', ['file:///tmp/photo.png'], { refused: ['file'] }],
  ['an address of a file that is none', ['file:'], { refused: ['file'] }],
  ['an escape that is none', ['file:///tmp/%zz.inkroom'], { refused: ['file'] }],
  ['a slash that hides in an escape', ['file:///tmp/a%2Fb.inkroom'], { refused: ['file'] }],
];

/** Files as each system names them, and their paths. */
const FILES: readonly (readonly [what: string, place: LaunchPlace, argument: string, path: string])[] = [
  ['by its name', LINUX, 'attic.inkroom', '/home/ana/attic.inkroom'],
  ['in a folder', MAC, 'plans/attic.inkroom', '/Users/ana/plans/attic.inkroom'],
  ['in a folder', WINDOWS, 'plans\\attic.inkroom', 'C:\\Users\\ana\\plans\\attic.inkroom'],
  ['above', LINUX, '../ben/attic.inkroom', '/home/ben/attic.inkroom'],
  ['above', WINDOWS, '..\\ben\\attic.inkroom', 'C:\\Users\\ben\\attic.inkroom'],
  ['by its path', LINUX, '/tmp/A.INKROOM', '/tmp/A.INKROOM'],
  ['by its path', MAC, '/Volumes/Stick/A.inkroom', '/Volumes/Stick/A.inkroom'],
  ['by its path', WINDOWS, 'D:\\boards\\A.INKROOM', 'D:\\boards\\A.INKROOM'],
  ['by its path with slashes', WINDOWS, 'D:/boards/a.inkroom', 'D:\\boards\\a.inkroom'],
  ['on a share', WINDOWS, '\\\\server\\share\\a.inkroom', '\\\\server\\share\\a.inkroom'],
  ['with blanks', LINUX, 'my board.inkroom', '/home/ana/my board.inkroom'],
  ['with a percent sign', LINUX, '100%25.inkroom', '/home/ana/100%25.inkroom'],
  ['in Chinese', LINUX, '画板.inkroom', '/home/ana/画板.inkroom'],
  ['in Chinese', WINDOWS, '画板.inkroom', 'C:\\Users\\ana\\画板.inkroom'],
  ['with letters taken apart, as macOS writes them', MAC, 'Zu\u0308rich.inkroom', '/Users/ana/Zu\u0308rich.inkroom'],
  ['of Excalidraw', LINUX, 'plan.excalidraw.png', '/home/ana/plan.excalidraw.png'],
  ['of tldraw', WINDOWS, 'plan.tldr', 'C:\\Users\\ana\\plan.tldr'],
  ['by its address', LINUX, 'file:///tmp/a.inkroom', '/tmp/a.inkroom'],
  ['by its address with this machine’s name', LINUX, 'file://localhost/tmp/a.inkroom', '/tmp/a.inkroom'],
  ['by its address with escapes', LINUX, 'file:///tmp/my%20board%20%231.inkroom', '/tmp/my board #1.inkroom'],
  ['by its address in Chinese', MAC, 'file:///Users/ana/%E7%94%BB%E6%9D%BF.inkroom', '/Users/ana/画板.inkroom'],
  ['by its address', WINDOWS, 'file:///C:/Users/ana/my%20board.inkroom', 'C:\\Users\\ana\\my board.inkroom'],
  ['by its address, loudly', WINDOWS, 'FILE:///C:/a.inkroom', 'C:\\a.inkroom'],
  ['by its address on a share', WINDOWS, 'file://server/share/a.inkroom', '\\\\server\\share\\a.inkroom'],
];

describe('what a start of the app asks for', () => {
  for (const place of SYSTEMS)
    test.each(ANYWHERE)(`${place.platform}: %s`, (_what, argv, expected) => {
      expect(parseLaunchArguments(argv, place)).toEqual(expected);
    });

  test.each(FILES)('a file %s (%#)', (_what, place, argument, path) => {
    expect(parseLaunchArguments(['inkroom', argument, '--no-sandbox'], place)).toEqual({ files: [path], refused: [] });
  });

  test('a file on another machine, where that is no path', () => {
    for (const place of [LINUX, MAC])
      expect(parseLaunchArguments(['file://server/share/a.inkroom'], place)).toEqual({ refused: ['file'] });
  });

  test('several files are all opened, each once', () => {
    expect(parseLaunchArguments(['a.inkroom', 'b.tldr', './a.inkroom', `${HOME}/b.tldr`], LINUX).files).toEqual([
      `${HOME}/a.inkroom`,
      `${HOME}/b.tldr`,
    ]);
  });

  test('a profile is a folder', () => {
    expect(parseLaunchArguments(['--profile=second'], LINUX).profile).toBe('/home/ana/second');
    expect(parseLaunchArguments(['--profile=D:\\second'], WINDOWS).profile).toBe('D:\\second');
  });

  test('a switch is no file, whatever it ends in, and neither is an address', () => {
    for (const name of ['a.inkroom', 'a.tldr', 'a.excalidraw', 'A.Excalidraw.PNG']) expect(isBoardFile(name)).toBe(true);
    for (const name of ['a.png', 'a.md', 'a.json', '--log=a.inkroom', 'file:///a.inkroom']) expect(isBoardFile(name)).toBe(false);
  });

  test('requests that come together are one: all files, and the last of everything else', () => {
    expect(
      mergeLaunches([
        { link: LINK, files: ['/a', '/b'], refused: ['link'] },
        { link: OTHER, files: ['/b', '/c'], refused: [] },
      ]),
    ).toEqual({ link: OTHER, files: ['/a', '/b', '/c'], refused: ['link'] });
    expect(mergeLaunches([{ refused: [] }])).toEqual({ refused: [] });
  });

  test('a person is told of links and files that cannot be opened, and the log of flags', () => {
    expect(notOpened({ refused: ['link', 'hubPort', 'file', 'link', 'profile'] })).toEqual([
      { of: 'link' },
      { of: 'file', names: [], why: 'unknownKind' },
    ]);
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
  const deep = parseLaunchArguments(['inkroom://evil.example/r/trap'], LINUX);
  const trap = 'https://evil.example/#/r/trap';

  test('is never what a window opens on: the page is told of it, and asks', () => {
    expect(planLinks(deep, false)).toEqual({ follows: [trap] });
    expect(planLinks(deep, true)).toEqual({ follows: [trap] });
  });

  test('is another matter than one that a person gave', () => {
    const given = parseLaunchArguments([`--link=${LINK}`], LINUX);
    expect(planLinks(given, false)).toEqual({ opensOn: LINK, follows: [] });
    expect(planLinks(given, true)).toEqual({ follows: [LINK] });
    expect(planLinks(mergeLaunches([given, deep]), false)).toEqual({ opensOn: LINK, follows: [trap] });
  });
});
