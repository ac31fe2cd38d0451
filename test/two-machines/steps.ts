import type { Page } from 'playwright';

export const SIZE = { width: 1280, height: 800 };
/** As long as a person would wait on a machine with other work, milliseconds. */
const PATIENCE_MS = 60_000;
const LOOK_MS = 100;

/** Tells the test that a step is done, with what came of it. */
export function done(step: string, result: unknown): void {
  process.send?.({ step, result });
}

/** Does what the test asks for by name, and tells it the result. */
export function answering(answers: Readonly<Record<string, () => Promise<unknown>>>): void {
  process.on('message', (asked: unknown) => {
    const answer = typeof asked === 'string' ? answers[asked] : undefined;
    void answer?.().then((result) => process.connected && done(String(asked), result));
  });
}

export async function isLive(page: Page): Promise<boolean> {
  return (await page.getByTestId('status-pill').textContent())?.includes('Live') === true;
}

/** Looks again until it is so. Rejects with `what` when it never is. */
export async function eventually(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > until) throw new Error(`It never came to pass that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Strokes on the board, as the status panel says. */
export async function drawn(page: Page): Promise<string> {
  const panel = page.getByRole('dialog', { name: 'Where this board lives' });
  if (!(await panel.isVisible())) await page.getByTestId('status-pill').click();
  const value = await panel
    .locator('.facts > div', { has: page.getByText('On the board', { exact: true }) })
    .locator('dd')
    .textContent();
  await page.keyboard.press('Escape');
  return value ?? '';
}
