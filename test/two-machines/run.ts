import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { linkForHere, openedLink } from '../../core/contract/launch.ts';
import { CHROMIUM_FLAGS, findChromium } from '../harness/browser.ts';
import { HOST_ADDRESS, type Machine, twoMachines } from './namespaces.ts';
import { drawn, eventually, SIZE } from './steps.ts';

/**
 * `npm run test:two-machines`: the desktop app on one machine shares its board by one click; an app on another machine finds it in
 * *Join*; a browser there follows the link, draws, and reads it when the host quits. The machines are network namespaces with a cable between them. `npm run build` comes first.
 */

const machines = twoMachines();
if ('why' in machines) {
  console.log(`NOT RUN: two machines cannot be made here (${machines.why}).`);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'inkroom-machines-'));
  try {
    await meet(machines.host, machines.guest, folder);
    await serve(machines.host, machines.guest, folder);
    console.log('Two machines met on one board, and parted as the host said.');
  } finally {
    machines.remove();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function meet(host: Machine, guest: Machine, folder: string): Promise<void> {
  const app = startOn(host, './host.ts');
  const browser = await chromium.launch({ executablePath: browserOn(guest, folder), args: CHROMIUM_FLAGS });
  try {
    const { link, code } = (await app.result('shared')) as { readonly link: string; readonly code: string };
    same('the link has the host’s address in the network', new URL(link).hostname, host.address);
    same('the QR code says the same', code, link);

    await hears(guest, link);
    await finds(guest);
    const page = await (await browser.newContext({ viewport: SIZE })).newPage();
    const problems: string[] = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.goto(link);
    const pill = page.getByTestId('status-pill');
    const says = (words: string) => async () => (await pill.textContent())?.includes(words) === true;
    await eventually('the guest is live', says('Live'));
    same('plain http over a network is no secure context', await page.evaluate(() => isSecureContext), false);
    await eventually('the guest sees the host’s stroke', async () => (await drawn(page)) === '1 element');
    await page.keyboard.press('p');
    await page.mouse.move(200, 400);
    await page.mouse.down();
    await page.mouse.move(500, 360, { steps: 6 });
    await page.mouse.up();
    await eventually('the host sees the guest’s stroke', async () => (await app.ask('count')) === '2 elements');

    await page.getByTestId('share').click();
    same('the guest shares the same link', await page.getByTestId('share-link').inputValue(), link);
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    await page.keyboard.press('Escape');
    same('nothing complained on the guest’s console', problems.join('\n'), '');

    same('the host was asked once before the room ended', await app.ask('quit'), 1);
    await eventually('the guest reads that the host ended it', says('The host ended this room · you hold a copy'));
    same(
      'the guest holds both strokes',
      await page
        .getByTestId('ended')
        .textContent()
        .then((text) => text?.includes('2 elements')),
      true,
    );
  } finally {
    await browser.close();
    app.kill();
  }
}

/** The other machine finds the room without a link, by what the host's app tells the network. */
async function hears({ command: [program, ...words] }: Machine, link: string): Promise<void> {
  const script = fileURLToPath(new URL('./listen.ts', import.meta.url));
  const child = spawn(program, [...words, process.execPath, script], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    let heard: string | undefined;
    for await (const line of createInterface({ input: child.stdout })) heard ??= line;
    same('the room is found on the network', heard, link);
  } finally {
    child.kill('SIGKILL');
  }
}

/** The same in a window: *Join* lists the room, one setting hides it, and a click leads there. */
async function finds(guest: Machine): Promise<void> {
  const app = startOn(guest, './guest.ts');
  try {
    const listed = String(await app.result('found'));
    same('Join lists the room with the address of its host', listed.includes(HOST_ADDRESS), true);
    same('one setting hides what others host', await app.ask('hush'), 0);
    same('a click leads to the host’s board', await app.ask('join'), '1 element');
    await app.ask('quit');
  } finally {
    app.kill();
  }
}

/** A hub for the network: what it prints, and what Share shows on its own computer, leads from the other machine to the board. */
async function serve(host: Machine, guest: Machine, folder: string): Promise<void> {
  const [program, ...words] = host.command;
  const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url));
  const hub = spawn(program, [...words, process.execPath, main, 'serve', '--host', '0.0.0.0', '--log-level', 'warn'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const browsers: Browser[] = [];
  const open = async (machine: Machine, link: string): Promise<Page> => {
    const browser = await chromium.launch({ executablePath: browserOn(machine, folder), args: CHROMIUM_FLAGS });
    browsers.push(browser);
    const page = await (await browser.newContext({ viewport: SIZE })).newPage();
    await page.goto(link);
    await eventually(
      'the board is live',
      async () => (await page.getByTestId('status-pill').textContent())?.includes('Live') === true,
    );
    return page;
  };
  try {
    let here: string | undefined;
    let link: string | undefined;
    for await (const line of createInterface({ input: hub.stdout })) {
      here ??= linkForHere(line);
      link = openedLink(line);
      if (link !== undefined) break;
    }
    if (here === undefined || link === undefined) throw new Error('The hub did not say where it is.');
    same('the printed link has the network address and the usual port', new URL(link).host, `${host.address}:7420`);
    same('the other one is for this computer', new URL(here).host, '127.0.0.1:7420');
    const own = await open(host, here);
    await own.getByTestId('share').click();
    await eventually(
      'Share on the hub’s computer shows the network address',
      async () => (await own.getByTestId('share-link').inputValue()) === link,
    );
    same('its code, too', await own.getByRole('img', { name: 'QR code of the link' }).getAttribute('data-link'), link);
    const other = await open(guest, link);
    await eventually('both are in one room', async () => (await other.getByTestId('others').count()) > 0);
    await other.getByTestId('share').click();
    same('a guest shares the address that led there', await other.getByTestId('share-link').inputValue(), link);
  } finally {
    for (const browser of browsers) await browser.close();
    hub.kill('SIGTERM');
  }
}

/** The app in a process on its machine. `result` waits for a step that it reports; `ask` has it do one. */
function startOn({ command: [program, ...words] }: Machine, name: './host.ts' | './guest.ts') {
  const script = fileURLToPath(new URL(name, import.meta.url));
  const child: ChildProcess = spawn(program, [...words, process.execPath, script], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<string, (result: unknown) => void>();
  const gone = new Promise<never>((_, reject) => {
    child.once('close', (code) => reject(new Error(`${name} ended with ${code}.`)));
  });
  gone.catch(() => {});
  child.on('message', ({ step, result }: { readonly step: string; readonly result: unknown }) => waiting.get(step)?.(result));
  const result = (step: string): Promise<unknown> =>
    Promise.race([gone, new Promise<unknown>((resolve) => waiting.set(step, resolve))]);
  return {
    result,
    ask(step: string): Promise<unknown> {
      const answer = result(step);
      child.send(step);
      return answer;
    },
    kill: () => child.kill('SIGKILL'),
  };
}

/** Chromium, started on another machine: Playwright talks with it over pipes, which need no network. */
function browserOn({ command }: Machine, folder: string): string {
  const path = join(folder, `chromium-${command.at(-1)}`);
  const words = [...command, findChromium()].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  writeFileSync(path, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

function same(what: string, is: unknown, expected: unknown): void {
  if (is !== expected) throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(is)}`);
  console.log(`ok   ${what}`);
}
