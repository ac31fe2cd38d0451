import { launchHarness } from '../harness/harness-app.ts';
import { done, drawn, eventually, SIZE } from './steps.ts';

/** The host's machine: the desktop app, whose user shares the board with one click and quits when told to. Talks with the test by its channel. */
/** The question's button that ends the room for everyone. */
const END = 2;

const app = await launchHarness({ args: ['--discovery=on'] });
const page = await app.page();
await page.setViewportSize(SIZE);
await eventually(
  'the host is live',
  async () => (await page.getByTestId('status-pill').textContent())?.includes('Live') === true,
);
await page.keyboard.press('p');
await page.mouse.move(200, 200);
await page.mouse.down();
await page.mouse.move(500, 260, { steps: 6 });
await page.mouse.up();

await page.getByTestId('share').click();
const panel = page.getByRole('dialog', { name: 'Share' });
await panel.getByRole('button', { name: 'Share with people on this network' }).click();
await panel.getByText('this computer answers at that address').waitFor();
const link = await panel.getByRole('textbox', { name: 'Link to this room' }).inputValue();
const code = await panel.getByRole('img', { name: 'QR code of the link' }).getAttribute('data-link');
done('shared', { link, code });

process.on('message', (asked: unknown) => {
  void answer(asked);
});

async function answer(asked: unknown): Promise<void> {
  if (asked === 'count') {
    await page.keyboard.press('Escape');
    done('count', await drawn(page));
  } else if (asked === 'quit') {
    await app.answerDialog({ dialog: 'message', button: END });
    await app.close();
    done('quit', (await app.dialogs()).length);
    process.disconnect();
  }
}
