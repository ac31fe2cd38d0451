import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseRoomLink } from '../../core/contract/access/room-link.ts';
import { SHELL_GLOBAL, SHELL_METHODS, type Shell } from '../../core/contract/desktop/shell-contract.ts';
import { boardLink, HANDED_OVER_LINE } from '../../core/contract/launch.ts';
import { SEAT_FLAGS, type Seat, Seats } from '../e2e/seats.ts';
import { launchBrowser } from './browser.ts';
import { PAGE_ORIGIN } from './electron-double/messages.ts';
import { type HubProcess, startHub } from './hub.ts';
import { type DesktopApp, type LaunchOptions, launchDesktop } from './launcher.ts';

/** The built desktop app (`npm run build`), tested through its windows, menus, dialogs and command line. */

declare global {
  interface Window {
    readonly inkroomShell: Shell;
  }
}

const PNG = [0x89, 0x50, 0x4e, 0x47];
/** Servers and browsers of other tests share the machine. */
const SOON = { timeout: 20_000, interval: 50 };

async function draw(page: Page): Promise<void> {
  await page.keyboard.press('p');
  await page.mouse.move(300, 300);
  await page.mouse.down();
  await page.mouse.move(600, 400, { steps: 8 });
  await page.mouse.up();
}

const pill = (page: Page) => page.getByTestId('status-pill');
const room = (link: string): string => {
  const parsed = parseRoomLink(link);
  return parsed.ok ? parsed.value.room : 'no room';
};

describe('the desktop app, started without a link', { timeout: 60_000 }, () => {
  let app: DesktopApp;
  let page: Page;
  const problems: string[] = [];
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'inkroom-desktop-'));
    app = await launchDesktop({
      onPage(opened) {
        opened.on('pageerror', (error) => problems.push(String(error)));
        opened.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      },
    });
    page = await app.page();
    await vi.waitFor(async () => expect(await pill(page).textContent()).toContain('Live'), SOON);
  }, 60_000);
  afterAll(async () => {
    // The tests' content of the board may be lost.
    await app.answerDialog({ dialog: 'message', button: 1 });
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  test('hosts a hub of its own and opens a new room on it, the same one for every page in that window', async () => {
    const links = await page.evaluate(async () => [await window.inkroomShell.startLink(), await window.inkroomShell.startLink()]);
    expect(links[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#\/r\/[\w-]{22}$/);
    expect(links[1]).toBe(links[0]);
    // A terminal that started the app reads where the board is.
    expect(
      app
        .output()
        .split('\n')
        .map(boardLink)
        .filter((link) => link !== undefined),
    ).toEqual([links[0]]);
    expect(problems).toEqual([]);
  });

  test('gives its page the contract’s functions and nothing of Electron or Node', async () => {
    const seen = await page.evaluate((name) => {
      const world = window as unknown as Record<string, unknown>;
      return {
        shell: Object.keys(world[name] as object),
        foreign: ['require', 'process', 'module', 'Buffer', 'electron'].filter((one) => one in world),
      };
    }, SHELL_GLOBAL);
    expect(seen.shell.sort()).toEqual([...Object.keys(SHELL_METHODS), 'onEvent'].sort());
    expect(seen.foreign).toEqual([]);
  });

  test('rejects what the contract does not allow', async () => {
    const outcomes = await page.evaluate(async () => {
      const shell = window.inkroomShell as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
      const tries: [string, unknown[]][] = [
        ['setTitle', [7]],
        ['saveBoardFile', ['/etc/passwd', 'x', new Uint8Array(1)]],
        ['openExternal', ['file:///etc/passwd']],
        ['exportPicture', ['x', 'text/html', new Uint8Array(1)]],
      ];
      return Promise.all(tries.map(([method, args]) => shell[method]?.(...args).then(() => 'done', (error: unknown) => String(error)))); // biome-ignore format: one line
    });
    expect(outcomes[0]).toContain('shell.bad_arguments');
    expect(outcomes[1]).toContain('not opened here');
    expect(outcomes[2]).toContain('shell.external_refused');
    expect(outcomes[3]).toContain('shell.bad_arguments');
    expect(await app.openedExternally()).toEqual([]);
  });

  test('opens web links outside and copies text', async () => {
    await page.evaluate(async () => {
      await window.inkroomShell.openExternal('https://example.org/help');
      await window.inkroomShell.copyText('copied words');
    });
    expect(await app.openedExternally()).toEqual(['https://example.org/help']);
    expect(await app.copied()).toBe('copied words');
  });

  test('keeps its page where it is: no navigation, no new window, no frame, no inline script', async () => {
    const address = page.url();
    await page.evaluate(() => {
      location.href = 'https://example.org/';
    });
    await vi.waitFor(() => expect(app.output()).toContain('guard.navigation_refused scheme=https'), SOON);
    await page.evaluate(() => void window.open('https://example.org/', '_blank'));
    await vi.waitFor(() => expect(app.output()).toContain('guard.window_refused scheme=https'), SOON);
    await vi.waitFor(() => expect(app.windows()).toHaveLength(1), SOON);
    expect(page.url()).toBe(address);

    const ran = await page.evaluate(async () => {
      const violated = new Set<string>();
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      const frame = document.createElement('iframe');
      frame.src = 'https://example.org/';
      // Each is refused at its own time.
      await new Promise<void>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => {
          violated.add(event.effectiveDirective);
          if (violated.size === 2) resolve();
        });
        document.body.append(script, frame);
      });
      script.remove();
      frame.remove();
      return { inline: 'inlineRan' in window, violated: [...violated].sort() };
    });
    expect(ran).toEqual({ inline: false, violated: ['frame-src', 'script-src-elem'] });
  });

  test('shows the commands in its menu, as they stand, and runs them', async () => {
    // How pens draw until a person chooses.
    const INK = ['pen.taps', 'inkWidth.pressure', 'barrel.erase', 'pressureCurve.even', 'steadying.off', 'widthIn.board'];
    const tools = async () => (await app.menu()).find((menu) => menu.label === 'Tools')?.submenu ?? [];
    await app.clickMenu('Tools', 'tool.hand');
    await vi.waitFor(
      async () => expect((await tools()).filter((item) => item.checked).map((item) => item.id)).toEqual(['tool.hand', ...INK]),
      SOON,
    );
    await app.clickMenu('Tools', 'tool.pen');
    await vi.waitFor(
      async () => expect((await tools()).filter((item) => item.checked).map((item) => item.id)).toEqual(['tool.pen', ...INK]),
      SOON,
    );
    expect((await app.menu()).map((menu) => menu.label)).toEqual(
      expect.arrayContaining(['File', 'Edit', 'View', 'Tools', 'Room', 'Help']),
    );
  });

  test('names its window after the room', async () => {
    const link = await page.evaluate(() => window.inkroomShell.startLink());
    await vi.waitFor(async () => expect(await app.title()).toContain(room(link).slice(0, 4)), SOON);
  });

  test('saves, opens and exports through native dialogs, and only there where the person says', async () => {
    await draw(page);
    const [board, picture] = [join(folder, 'attic.inkroom'), join(folder, 'attic.png')];
    // Cancelled: no answer is queued.
    await app.clickMenu('File', 'file.save');
    await vi.waitFor(async () => expect(await app.dialogs()).toHaveLength(1), SOON);
    await app.answerDialog({ dialog: 'save', path: board });
    await app.clickMenu('File', 'file.save');
    await vi.waitFor(() => expect(existsSync(board)).toBe(true), SOON);
    await app.answerDialog({ dialog: 'save', path: picture });
    await app.clickMenu('File', 'file.exportPng');
    await vi.waitFor(() => expect(existsSync(picture)).toBe(true), SOON);
    expect([...readFileSync(picture).subarray(0, 4)]).toEqual(PNG);

    await app.answerDialog({ dialog: 'open', path: board });
    const opened = await page.evaluate(async () => {
      const file = await window.inkroomShell.openBoardFile();
      return file && { name: file.name, token: file.token, bytes: [...file.bytes] };
    });
    expect(opened?.name).toBe('attic.inkroom');
    expect(opened?.token).not.toContain('attic');
    expect(Uint8Array.from(opened?.bytes ?? [])).toEqual(new Uint8Array(readFileSync(board)));
    expect((await app.dialogs()).map((one) => one.dialog)).toEqual(['save', 'save', 'save', 'open']);
  });

  test('tells its page when the machine wakes', async () => {
    await page.evaluate(() => {
      const world = window as unknown as { heard: string[] };
      world.heard = [];
      window.inkroomShell.onEvent((event) => world.heard.push(event.kind));
    });
    await app.resume();
    await vi.waitFor(
      async () => expect(await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toContain('resumed'),
      SOON,
    );
  });

  test('is one for each profile: a second start hands over what it was asked for, and ends', async () => {
    const second = await app.startAgain('--link=http://127.0.0.1:9/#/r/handed-over');
    expect(second.code).toBe(0);
    expect(second.output).toContain(HANDED_OVER_LINE);
    // Any web page may send such a link, so the person is asked about a new server.
    const question = (await app.page()).getByRole('dialog', { name: 'Open a board on another server?' });
    await question.getByText('http://127.0.0.1:9').waitFor();
    expect(await app.title()).not.toContain('handed-over');
    await question.getByRole('button', { name: 'Open' }).click();
    await vi.waitFor(async () => expect(await app.title()).toContain('handed-over'), SOON);
    // Each board has a window. The same link comes to that one.
    expect(app.windows()).toHaveLength(2);
    await app.startAgain('--link=http://127.0.0.1:9/#/r/handed-over');
    expect(app.windows()).toHaveLength(2);
    await app.windows()[1]?.close({ runBeforeUnload: true });
    await vi.waitFor(() => expect(app.windows()).toHaveLength(1), SOON);
  });
});

describe('the desktop app, started with something', { timeout: 60_000 }, () => {
  let hub: HubProcess;
  let app: DesktopApp | undefined;
  let profile: string;
  let browser: Browser;
  let seats: Seats;
  const taken: Seat[] = [];

  /** Starts the app in a seat that this test has for itself. */
  async function start(options: Pick<LaunchOptions, 'profile' | 'args'>): Promise<DesktopApp> {
    const seat = await seats.take(PAGE_ORIGIN);
    taken.push(seat);
    return launchDesktop({ ...options, context: seat.context });
  }

  beforeAll(async () => {
    browser = await launchBrowser(SEAT_FLAGS);
    seats = new Seats(browser);
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    profile = mkdtempSync(join(tmpdir(), 'inkroom-profile-'));
    hub = await startHub();
  });
  afterEach(async () => {
    // Unsent content of a test may be lost.
    await app?.answerDialog({ dialog: 'message', button: 1 });
    await app?.close();
    app = undefined;
    for (const seat of taken.splice(0)) await seats.giveBack(seat);
    await hub.stop();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }, 30_000);

  test('a link: joins that room and hosts no hub', async () => {
    app = await start({ profile, args: [`--link=${hub.linkTo('attic')}`] });
    const page = await app.page();
    await vi.waitFor(async () => expect(await pill(page).textContent()).toContain('Live'), SOON);
    await vi.waitFor(async () => expect(await app?.title()).toContain('attic'), SOON);
    expect(app.output()).not.toContain('hub.started');
    expect(hub.log()).toContain('member.joined');
  });

  test('a file: puts it on the board; and quitting remembers the window', async () => {
    const board = join(profile, 'attic.inkroom');
    const deepLink = hub
      .linkTo('drawing')
      .replace(/^http:/, 'inkroom:')
      .replace('/#/', '/');
    app = await start({ profile: join(profile, 'one'), args: [deepLink] });
    const first = await app.page();
    await first.getByRole('dialog', { name: 'Open a board on another server?' }).getByRole('button', { name: 'Open' }).click();
    await vi.waitFor(async () => expect(await app?.title()).toContain('drawing'), SOON);
    await vi.waitFor(async () => expect(await pill(first).textContent()).toContain('Live'), SOON);
    await draw(first);
    await app.answerDialog({ dialog: 'save', path: board });
    await app.clickMenu('File', 'file.save');
    // Before that the app would ask whether the board may be lost.
    await first.getByText('Saved as attic.inkroom.').waitFor();
    expect(existsSync(board)).toBe(true);
    await app.close();
    expect(JSON.parse(readFileSync(join(profile, 'one', 'window.json'), 'utf8'))).toMatchObject({ maximised: false });

    app = await start({ profile: join(profile, 'two'), args: [`--link=${hub.linkTo('other')}`, board] });
    const second = await app.page();
    await second.getByText('attic.inkroom').first().waitFor();
    const exportItem = async () =>
      (await app?.menu())?.find((menu) => menu.label === 'File')?.submenu?.find((item) => item.id === 'file.exportPng');
    await vi.waitFor(async () => expect(await exportItem()).toMatchObject({ enabled: true }), SOON);
  });

  test('a link that any web page may have sent: stays at home, and asks before it goes to a server that is new', async () => {
    app = await start({ profile, args: [`inkroom://${new URL(hub.linkTo('trap')).host}/r/trap`] });
    const page = await app.page();
    await page.getByText('Open a board on another server?').waitFor();
    expect(await page.evaluate(() => window.inkroomShell.startLink())).not.toContain('trap');
  });

  test('nothing, and quit: takes its hub with it', async () => {
    app = await start({ profile });
    const page = await app.page();
    const link = await page.evaluate(() => window.inkroomShell.startLink());
    const health = `${new URL(link).origin}/healthz`;
    expect((await fetch(health)).status).toBe(200);
    await app.close();
    await vi.waitFor(() => expect(fetch(health)).rejects.toThrow(), SOON);
  });

  test('work that nobody has seen yet, and quit: asks first, and stays when told to', async () => {
    app = await start({ profile, args: [`--link=${hub.linkTo('attic')}`] });
    const page = await app.page();
    await vi.waitFor(async () => expect(await pill(page).textContent()).toContain('Live'), SOON);
    await hub.kill();
    await draw(page);
    await vi.waitFor(async () => expect(await pill(page).textContent()).toMatch(/unsent/), SOON);
    await app.answerDialog({ dialog: 'message', button: 0 });
    await app.askToQuit();
    await vi.waitFor(async () => expect((await app?.dialogs())?.map((one) => one.dialog)).toEqual(['message']), SOON);
    expect(await pill(page).textContent()).toMatch(/unsent/);
    await app.answerDialog({ dialog: 'message', button: 1 });
    await app.close();
    app = undefined;
  });
});
