import { expect, test } from 'vitest';
import { REFUSALS } from '../../../../../core/contract/refusal-codes.ts';
import { createRefusedFiles } from '../../../../../renderer/ui/adding/refused-files.ts';

function desk() {
  const said: string[] = [];
  const refused = createRefusedFiles({ fail: (text, code) => said.push(`${text} [${code ?? ''}]`) });
  /** A person's act, which ends when the test says so. */
  const act = () => {
    const ended = Promise.withResolvers<void>();
    refused.during(ended.promise);
    return { end: ended.resolve, break: () => ended.reject(new Error('broken')) };
  };
  return { refused, said, act };
}

test('files that come together and are damaged are one sentence, which names them', async () => {
  const { refused, said, act } = desk();
  const drop = act();
  refused.refuse('a.inkroom', 'snapshot.checksum');
  refused.refuse('b.tldr', 'file.unreadable');
  refused.refuse('c.inkroom', 'snapshot.malformed');
  expect(said).toEqual([]);
  drop.end();
  await Promise.resolve();
  expect(said).toEqual(['a.inkroom, b.tldr and c.inkroom are damaged and cannot be read. []']);
});

test('each reason has a sentence, and a file alone that of its refusal', async () => {
  const { refused, said, act } = desk();
  const drop = act();
  refused.refuse('a.inkroom', 'snapshot.version');
  refused.refuse('b.inkroom', 'snapshot.version');
  refused.refuse('c.svg', 'file.empty');
  drop.break();
  await Promise.resolve();
  expect(said).toEqual([
    'a.inkroom and b.inkroom were made by a newer Inkroom. Update to open them. [snapshot.version]',
    `c.svg: ${REFUSALS['file.empty']} [file.empty]`,
  ]);
});

test('acts that overlap are one: the last end says all', async () => {
  const { refused, said, act } = desk();
  const [first, second] = [act(), act()];
  refused.refuse('a.inkroom', 'snapshot.checksum');
  first.end();
  await Promise.resolve();
  expect(said).toEqual([]);
  refused.refuse('b.inkroom', 'snapshot.checksum');
  second.end();
  await Promise.resolve();
  expect(said).toEqual(['a.inkroom and b.inkroom are damaged and cannot be read. [snapshot.checksum]']);
});

test('what is refused later, when the person has said where it goes, is said at once', () => {
  const { refused, said } = desk();
  refused.refuse('a.inkroom', 'snapshot.checksum');
  expect(said).toEqual([`a.inkroom: ${REFUSALS['snapshot.checksum']} [snapshot.checksum]`]);
});

test('many names stay short', async () => {
  const { refused, said, act } = desk();
  const drop = act();
  for (let i = 0; i < 300; i++) refused.refuse(`${i}-${'長'.repeat(200)}.inkroom`, 'snapshot.checksum');
  drop.end();
  await Promise.resolve();
  expect(said[0]?.length).toBeLessThan(300);
  expect(said[0]).toMatch(/ and 296 others are damaged/);
});
