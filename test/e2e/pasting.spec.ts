import { sameBoard } from './board-page.ts';
import { expect, test } from './fixtures.ts';

test('pasted lines are a note, a pasted table is a grid of texts, and Tab makes the next kind of a shape', async ({
  hub,
  open,
  witness,
}) => {
  const [ana, ben] = [await open(hub.link), await witness(hub.link)];
  const { keyboard } = ana.page;
  const paste = (html: string, text: string): Promise<void> =>
    ana.page.evaluate(
      ([html, text]) => {
        const data = new DataTransfer();
        if (html !== '') data.setData('text/html', html);
        data.setData('text/plain', text);
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
      },
      [html, text] as const,
    );
  await ana.page.mouse.move(400, 300);
  await paste('', 'milk\nbread\neggs');
  await ben.holds(1);
  await ana.page.mouse.move(800, 300);
  await paste('<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>', 'a\tb\nc\td');
  await ben.holds(5);
  await keyboard.press('Escape');
  await keyboard.press('r');
  await ana.drag({ x: 300, y: 480 }, { x: 420, y: 540 });
  await ben.holds(6);
  const rectangle = ben.fingerprint();
  await keyboard.press('Tab');
  await expect.poll(() => ben.fingerprint()).not.toBe(rectangle);
  await keyboard.press('Control+z');
  await ben.holds(6);
  await sameBoard(ana, ben);
  // It is a rectangle again: one more step takes it away.
  await keyboard.press('Control+z');
  await ben.holds(5);
});

test('the board copied as PNG is a picture that pastes', { tag: '@app' }, async ({ hub, open, witness }) => {
  const [ana, ben] = [await open(hub.link), await witness(hub.link)];
  await ana.draw({ x: 300, y: 300 }, { x: 500, y: 340 });
  await ben.holds(1);
  await ana.page.keyboard.press('Shift+Alt+c');
  await expect(ana.page.getByText('Copied as PNG.')).toBeVisible();
  await ana.page.mouse.move(700, 500);
  await ana.page.keyboard.press('Control+v');
  await ben.holds(2);
});
