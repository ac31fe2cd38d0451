import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findWebRoot } from '../../../../server/http/web-root.ts';

test('a chosen folder may be named from where the hub was started; one without a page is none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inkroom-web-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  expect(findWebRoot(folder)).toBeUndefined();
  await writeFile(join(folder, 'index.html'), '');
  expect(findWebRoot(relative(process.cwd(), folder))).toBe(folder);
});
