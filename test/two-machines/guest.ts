import { launchHarness } from '../harness/harness-app.ts';
import { answering, done, drawn, eventually, isLive, SIZE } from './steps.ts';

/** Another machine with the desktop app, whose user finds the host's board in *Join*, without a link. Talks with the test by its channel. */
const app = await launchHarness({ args: ['--discovery=on'] });
const page = await app.page();
await page.setViewportSize(SIZE);
await eventually('the guest’s own board is live', () => isLive(page));
await page.getByRole('button', { name: 'Menu', exact: true }).click();
await page.getByRole('menuitem', { name: 'Join a room' }).click();
const found = page.getByRole('dialog', { name: 'Join a room' }).getByRole('region', { name: 'On this network' });
const room = found.getByRole('listitem');
const setting = found.getByRole('checkbox');
await room.waitFor();
done('found', await room.textContent());

answering({
  async hush() {
    await setting.uncheck();
    const left = await room.count();
    await setting.check();
    await room.waitFor();
    return left;
  },
  async join() {
    await room.getByRole('button').click();
    await eventually('the host’s board is here', async () => (await isLive(page)) && (await drawn(page)) !== '0 elements');
    return drawn(page);
  },
  quit: () => app.kill(),
});
