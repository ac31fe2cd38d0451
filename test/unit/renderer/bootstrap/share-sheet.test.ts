import { expect, test } from 'vitest';
import { shareSheet } from '../../../../renderer/bootstrap/share-sheet.ts';

const LINK = 'https://ink.example.org/#/r/retro';

test('a link goes to the system’s sheet; a browser without one offers none', async () => {
  const sent: unknown[] = [];
  await shareSheet({ share: async (data) => void sent.push(data) })?.(LINK);
  expect(sent).toEqual([{ url: LINK }]);
  expect(shareSheet({})).toBeUndefined();
});

test('a sheet that the person closes is no failure; one that does not open is', async () => {
  const failing = (name: string) => shareSheet({ share: () => Promise.reject(new DOMException('no', name)) });
  await expect(failing('AbortError')?.(LINK)).resolves.toBeUndefined();
  await expect(failing('NotAllowedError')?.(LINK)).rejects.toThrow('no');
});
