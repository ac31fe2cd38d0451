import { type ChildProcess, spawn } from 'node:child_process';
import { freePort } from '../harness/free-port.ts';
import { programNamed } from '../harness/programs.ts';
import type { Engine, EnginePage } from './engine.ts';

/** The driver starts its browser only then; and Xvfb takes its time. Milliseconds. */
const START_MS = 30_000;
const LOOK_MS = 100;

/** WebKitGTK's own small browser, by WebDriver over HTTP, on a display without a screen. */
export const webkit: Engine = {
  name: 'WebKit',
  missing() {
    if (programNamed('WebKitWebDriver') === undefined) return 'no `WebKitWebDriver` in PATH (Debian: webkit2gtk-driver)';
    if (process.env.DISPLAY === undefined && programNamed('xvfb-run') === undefined)
      return 'no display, and no `xvfb-run` in PATH';
    return undefined;
  },
  async open() {
    const port = await freePort();
    const driver = [String(programNamed('WebKitWebDriver')), `--port=${port}`];
    const [command = '', ...args] = process.env.DISPLAY === undefined ? ['xvfb-run', '-a', ...driver] : driver;
    // A group of its own, so that display, driver and browser end together.
    const child = spawn(command, args, { stdio: 'ignore', detached: true });
    const gone = new Promise<void>((resolve) => void child.once('close', () => resolve()));
    try {
      return await pageOf(`http://127.0.0.1:${port}`, () => endGroup(child, gone));
    } catch (error) {
      await endGroup(child, gone);
      throw error;
    }
  },
};

async function pageOf(driver: string, end: () => Promise<void>): Promise<EnginePage> {
  await answering(driver);
  const capabilities = { alwaysMatch: { browserName: 'MiniBrowser' } };
  const { sessionId } = (await post(`${driver}/session`, { capabilities })) as { sessionId: string };
  const session = `${driver}/session/${sessionId}`;
  await post(`${session}/timeouts`, { script: 60_000, pageLoad: 60_000 });
  await post(`${session}/window/rect`, { width: 1280, height: 880 });
  const act = async (source: Record<string, unknown>): Promise<void> => {
    await post(`${session}/actions`, { actions: [source] });
  };
  return {
    async goto(url) {
      await post(`${session}/url`, { url });
    },
    async evaluate(expression) {
      const script = `const done = arguments[0];
        Promise.resolve().then(() => (${expression})).then(
          (value) => done(JSON.stringify({ value: value ?? null })),
          (error) => done(JSON.stringify({ error: String(error) })),
        );`;
      const answer = JSON.parse(String(await post(`${session}/execute/async`, { script, args: [] })));
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value;
    },
    pointer: (actions) => act({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }),
    keys: (actions) => act({ type: 'key', id: 'keyboard', actions }),
    async close() {
      await fetch(session, { method: 'DELETE' }).catch(() => undefined);
      await end();
    },
  };
}

async function post(url: string, body: unknown): Promise<unknown> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  const { value } = (await answer.json()) as { value: { error?: string; message?: string } | null };
  if (!answer.ok) throw new Error(`${value?.error}: ${value?.message} (${url.split('/').at(-1)})`);
  return value;
}

async function answering(driver: string): Promise<void> {
  const until = performance.now() + START_MS;
  for (;;) {
    const isThere = await fetch(`${driver}/status`).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    if (performance.now() > until) throw new Error('WebKitWebDriver never answered.');
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

async function endGroup(child: ChildProcess, gone: Promise<void>): Promise<void> {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  } catch {
    // It has gone already.
  }
  await gone;
}
