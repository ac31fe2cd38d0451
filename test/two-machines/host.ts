import { launchHarness } from '../harness/harness-app.ts';
import { answering, done, drawn, eventually, isLive, SIZE } from './steps.ts';

/** The question's button that ends the room for everyone. */
const END = 2;

/** The host's machine: the desktop app, whose user shares the board with one click and quits when told to. Talks with the test by its channel. */
const app = await launchHarness({ args: ['--discovery=on'] });
const page = await app.page();
await page.setViewportSize(SIZE);
await eventually('the host is live', () => isLive(page));
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

answering({
  async count() {
    await page.keyboard.press('Escape');
    return drawn(page);
  },
  async quit() {
    await app.answerDialog({ dialog: 'message', button: END });
    await app.close();
    const asked = (await app.dialogs()).length;
    done('quit', asked);
    process.disconnect();
    return asked;
  },
});
