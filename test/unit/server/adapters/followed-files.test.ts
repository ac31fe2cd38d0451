import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { followFiles } from '../../../../server/adapters/key-files/followed-files.ts';
import { readIfThere } from '../../../../server/adapters/key-files/key-files.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

function openFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'inkroom-followed-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [one, other] = [join(folder, 'one'), join(folder, 'other')];
  const clock = new FakeClock();
  const seen: string[] = [];
  const follow = () =>
    followFiles({
      files: [one, other],
      clock,
      read: async () => {
        const text = await readIfThere(one);
        if (text === undefined) throw new Error('gone');
        seen.push(`${text} ${await readIfThere(other)}`);
      },
      changed: () => void seen.push('changed'),
      unreadable: (error) => void seen.push(`unreadable: ${(error as Error).message}`),
    });
  return { one, other, clock, seen, follow };
}

test('files are read again when one of them changes, comes or goes, and no longer after the end', async () => {
  const { one, other, clock, seen, follow } = openFiles();
  writeFileSync(one, 'a');
  const following = await follow();
  expect(seen).toEqual(['a undefined']);
  const sees = async (...expected: readonly string[]): Promise<void> => {
    await vi.waitFor(() => {
      clock.advance(500);
      expect(seen.slice(-expected.length)).toEqual(expected);
    });
  };
  writeFileSync(other, 'more');
  await sees('a more', 'changed');
  rmSync(one);
  await sees('unreadable: gone');
  writeFileSync(one, 'back');
  await sees('back more', 'changed');
  following.dispose();
  expect(clock.timers).toBe(0);
});

test('files that cannot be read at first are not followed', async () => {
  const { clock, follow } = openFiles();
  await expect(follow()).rejects.toThrow('gone');
  expect(clock.timers).toBe(0);
});
