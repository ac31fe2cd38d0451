import { expect, test } from 'vitest';
import type { FileTrouble } from '../../../../../core/contract/desktop/shell-contract.ts';
import { NOT_OPENED, notOpenedWords } from '../../../../../renderer/ui/words/file-names.ts';

const WHYS = Object.keys(NOT_OPENED.why) as FileTrouble[];
const said = (why: FileTrouble, ...names: readonly string[]): string => notOpenedWords({ of: 'file', names, why });

test('every reason is a sentence that names the files and a next step', () => {
  expect(WHYS.map((why) => said(why, 'a.inkroom'))).toMatchInlineSnapshot(`
    [
      "a.inkroom is no longer there. Look where it went, and open it from there.",
      "a.inkroom is a folder. Open one of the boards in it.",
      "a.inkroom is larger than Inkroom opens. Open a smaller file.",
      "a.inkroom may not be read by you. Ask its owner, or open a copy of your own.",
      "a.inkroom is no board or drawing of this computer. Open a file of a kind that Inkroom knows.",
      "a.inkroom could not be read. Check that it is still there.",
    ]
  `);
  expect(WHYS.map((why) => said(why, 'a.inkroom', 'b.tldr'))).toMatchInlineSnapshot(`
    [
      "a.inkroom and b.tldr are no longer there. Look where they went, and open them from there.",
      "a.inkroom and b.tldr are folders. Open one of the boards in them.",
      "a.inkroom and b.tldr are larger than Inkroom opens. Open smaller files.",
      "a.inkroom and b.tldr may not be read by you. Ask their owners, or open copies of your own.",
      "a.inkroom and b.tldr are no boards or drawings of this computer. Open files of a kind that Inkroom knows.",
      "a.inkroom and b.tldr could not be read. Check that they are still there.",
    ]
  `);
  expect(said('unknownKind')).toMatch(/^That address is no board/);
});

test('many files with long names are one short sentence', () => {
  const names = Array.from({ length: 200 }, (_, i) => `${i}-${'长'.repeat(300)}.inkroom`);
  for (const why of WHYS) {
    expect(said(why, ...names)).toContain('and 196 others');
    expect(said(why, ...names).length).toBeLessThan(320);
  }
});
