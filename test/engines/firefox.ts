import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { programNamed } from '../harness/programs.ts';
import { type BidiLine, openBidi } from './bidi.ts';
import type { Engine, EnginePage } from './engine.ts';

/** Firefox without a window, by WebDriver BiDi: it speaks that itself and needs no driver. */
export const firefox: Engine = {
  name: 'Firefox',
  missing: () => (findFirefox() === undefined ? 'no `firefox-esr` or `firefox` in PATH' : undefined),
  async open() {
    const binary = findFirefox();
    if (binary === undefined) throw new Error('There is no Firefox.');
    const profile = await mkdtemp(join(tmpdir(), 'inkroom-firefox-'));
    const args = ['--headless', '--no-remote', '--profile', profile, '--width', '1280', '--height', '800'];
    const child = spawn(binary, [...args, '--remote-debugging-port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const gone = new Promise<void>((resolve) => void child.once('close', () => resolve()));
    const end = async (): Promise<void> => {
      child.kill('SIGKILL');
      await gone;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    };
    try {
      const address = await new Promise<string>((resolve, reject) => {
        createInterface({ input: child.stderr }).on('line', (line) => {
          const [, url] = /WebDriver BiDi listening on (ws:\S+)/.exec(line) ?? [];
          if (url !== undefined) resolve(url);
        });
        child.once('error', reject);
        void gone.then(() => reject(new Error('Firefox ended before it could be reached.')));
      });
      return await pageOf(await openBidi(`${address}/session`), end);
    } catch (error) {
      await end();
      throw error;
    }
  },
};

async function pageOf(line: BidiLine, end: () => Promise<void>): Promise<EnginePage> {
  await line.ask('session.new', { capabilities: {} });
  const { contexts } = (await line.ask('browsingContext.getTree', {})) as { contexts: readonly { context: string }[] };
  const context = contexts[0]?.context;
  if (context === undefined) throw new Error('Firefox has no window.');
  await line.ask('browsingContext.setViewport', { context, viewport: { width: 1280, height: 800 } });
  const act = async (source: Record<string, unknown>): Promise<void> => {
    await line.ask('input.performActions', { context, actions: [source] });
  };
  return {
    async goto(url) {
      await line.ask('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    async evaluate(expression) {
      const answer = (await line.ask('script.evaluate', {
        expression: `Promise.resolve(${expression}).then((value) => JSON.stringify(value ?? null))`,
        target: { context },
        awaitPromise: true,
      })) as { type: string; result?: { value?: string }; exceptionDetails?: { text: string } };
      if (answer.type !== 'success') throw new Error(answer.exceptionDetails?.text ?? 'the page threw');
      return JSON.parse(answer.result?.value ?? 'null');
    },
    pointer: (actions) => act({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }),
    keys: (actions) => act({ type: 'key', id: 'keyboard', actions }),
    async close() {
      line.close();
      await end();
    },
  };
}

function findFirefox(): string | undefined {
  return programNamed('firefox-esr', 'firefox');
}
