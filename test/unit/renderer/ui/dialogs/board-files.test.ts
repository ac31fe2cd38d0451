import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../../../../core/base/result.ts';
import { Board } from '../../../../../core/board/board.ts';
import type { Epoch } from '../../../../../core/board/ids.ts';
import type { FileToken, ShellApi } from '../../../../../core/contract/desktop/shell-contract.ts';
import { REFUSALS } from '../../../../../core/contract/refusal-codes.ts';
import {
  createFilePictures,
  type FilePictures,
  type PackedFile,
} from '../../../../../renderer/session/pictures/file-pictures.ts';
import { createRefusedFiles } from '../../../../../renderer/ui/adding/refused-files.ts';
import { createBoardFiles } from '../../../../../renderer/ui/dialogs/board-files.ts';
import { createToasts } from '../../../../../renderer/ui/watching/toasts.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { hashOf } from '../../../../support/picture.ts';
import { fakeEngine } from '../fake-engine.ts';
import { fakeSession } from '../fake-session.ts';

type Files = Pick<ShellApi, 'openBoardFile' | 'saveBoardFile' | 'exportPicture'>;

function desk(shell: Partial<Files>, knowsDisk = true, packs: Partial<FilePictures> = {}) {
  const pictures = { add: async () => '', now: async () => undefined };
  const session = fakeSession({ elements: 3 });
  const canvas = fakeEngine();
  const toasts = createToasts(new FakeClock());
  const foreign: string[] = [];
  const refuse = async (): Promise<never> => {
    throw new Error('not expected here');
  };
  const files = createBoardFiles({
    shell: { openBoardFile: refuse, saveBoardFile: refuse, exportPicture: refuse, ...shell },
    session,
    pictures: async () => ({
      ...createFilePictures({ pictures, board: () => new Board(), hashOf }),
      // The session of these tests reads any bytes.
      open: (snapshot) => ok({ snapshot, pictures: [] }),
      ...packs,
    }),
    canvas,
    toasts,
    refused: createRefusedFiles(toasts),
    foreign: { take: async ({ name }) => void foreign.push(name), place: async (_file, { fill }) => fill() },
    title: () => 'Kitchen plan',
    knowsDisk,
  });
  return { files, session, canvas, foreign, said: () => toasts.read().map(({ tone, text }) => `${tone}: ${text}`) };
}

describe('opening', () => {
  test('puts the strokes on the board, says how many and shows them', async () => {
    const { files, session, canvas, said } = desk({
      openBoardFile: async () => ({ token: 't' as FileToken, name: 'a.inkroom', bytes: new Uint8Array(9) }),
    });
    await files.open();
    expect(session.calls).toEqual(['importCopy 9']);
    expect(canvas.calls).toEqual(['zoomToFit']);
    expect(said()).toEqual(['neutral: 3 elements from a.inkroom put on the board.']);
  });

  test('what another app has written goes to the readers of that', async () => {
    const { files, session, foreign } = desk({});
    for (const name of ['a.excalidraw', 'b.TLDR', 'c.svg', 'd.excalidraw.md']) files.take({ name, bytes: new Uint8Array(1) });
    expect(foreign).toEqual(['a.excalidraw', 'b.TLDR', 'c.svg', 'd.excalidraw.md']);
    expect(session.calls).toEqual([]);
  });

  test('a long name is cut in the middle: the reason has room beside it', async () => {
    const { files, session, said } = desk({});
    session.importAnswer = { refused: 'snapshot.checksum' };
    await files.take({ name: `${'very '.repeat(60)}long.inkroom`, bytes: new Uint8Array(2) });
    expect(said()).toEqual([`bad: very very very very very…ry long.inkroom: ${REFUSALS['snapshot.checksum']}`]);
  });

  test('a damaged file says what is wrong with it and changes nothing', async () => {
    const { files, session, canvas, said } = desk({});
    session.importAnswer = { refused: 'snapshot.checksum' };
    await files.take({ name: 'a.inkroom', bytes: new Uint8Array(2) });
    expect(said()).toEqual([`bad: a.inkroom: ${REFUSALS['snapshot.checksum']}`]);
    expect(canvas.calls).toEqual([]);
  });

  test('a file that is no board is not placed anywhere', async () => {
    const { files, session, said } = desk({}, true, { open: () => fail('snapshot.not_inkroom') });
    await files.take({ name: 'a.inkroom', bytes: new Uint8Array(2) });
    expect(session.calls).toEqual([]);
    expect(said()).toEqual([`bad: a.inkroom: ${REFUSALS['snapshot.not_inkroom']}`]);
  });

  test('a file that cannot be read becomes a sentence, a cancelled dialog nothing', async () => {
    const failing = desk({
      openBoardFile: async () => {
        throw new Error('EACCES');
      },
    });
    await failing.files.open();
    expect(failing.said()).toEqual(['bad: The file could not be read. Check that it is still there.']);
    const cancelled = desk({ openBoardFile: async () => null });
    await cancelled.files.open();
    expect([cancelled.said(), cancelled.session.calls]).toEqual([[], []]);
  });
});

describe('saving', () => {
  test('asks once and goes to the same file afterwards', async () => {
    const targets: (FileToken | null)[] = [];
    const { files, said } = desk({
      saveBoardFile: async (token, name) => {
        targets.push(token);
        return { token: 'first' as FileToken, name };
      },
    });
    expect([await files.save(), await files.save()]).toEqual([true, true]);
    expect(targets).toEqual([null, 'first']);
    expect(said()).toEqual(['neutral: Saved as Kitchen plan.inkroom.']);
  });

  test('a browser says only that it handed a download over', async () => {
    const { files, said } = desk({ saveBoardFile: async (_token, name) => ({ token: 't' as FileToken, name }) }, false);
    await files.save();
    expect(said()).toEqual(['neutral: Your browser is downloading Kitchen plan.inkroom.']);
  });

  test('the lost copy never overwrites the board’s file', async () => {
    const asked: string[] = [];
    const { files, session } = desk({
      saveBoardFile: async (token, name) => {
        asked.push(`${token} ${name}`);
        return { token: `of ${name}` as FileToken, name };
      },
    });
    await files.save();
    session.show({ lostCopy: { epoch: 'EEEEEEEEEEE' as Epoch, elements: 3, removed: 0, upTo: 0, elementsInRoom: 0 } });
    await files.save();
    session.show({ lostCopy: undefined });
    await files.save();
    expect(asked).toEqual([
      'null Kitchen plan.inkroom',
      'null Kitchen plan (copy).inkroom',
      'of Kitchen plan.inkroom Kitchen plan.inkroom',
    ]);
  });

  test('a disk that refuses and a cancelled dialog are told apart', async () => {
    const full = desk({
      saveBoardFile: async () => {
        throw new Error('ENOSPC');
      },
    });
    expect(await full.files.save()).toBe(false);
    expect(full.said()).toEqual(['bad: The copy could not be written. Choose another place and save again.']);
    const cancelled = desk({ saveBoardFile: async () => null });
    expect(await cancelled.files.save()).toBe(false);
    expect(cancelled.said()).toEqual([]);
  });
});

test('taking back a restore or an opened file says how much of whose ink went', () => {
  const { files, said, session } = desk({});
  files.takeBack();
  expect(session.calls).toEqual(['takeBack']);
  expect(said()).toEqual(['neutral: 3 elements of 2 people taken back, 1 of them yours. Undo brings them back.']);
});

describe('exporting', () => {
  test('writes a doubled picture with its background under the room’s name', async () => {
    const written: string[] = [];
    const { files, canvas, said } = desk({
      exportPicture: async (name, mime, bytes) => written.push(`${name} ${mime} ${bytes.length}`) > 0,
    });
    await files.exportPicture();
    expect(canvas.calls).toEqual(['exportPng {"scale":2,"background":true,"part":"board"}']);
    expect(written).toEqual(['Kitchen plan.png image/png 2']);
    expect(said()).toEqual(['neutral: Picture exported.']);
  });

  test('in a browser says only that a download has begun', async () => {
    const { files, said } = desk({ exportPicture: async () => true }, false);
    await files.exportPicture();
    expect(said()).toEqual(['neutral: Your browser is downloading Kitchen plan.png.']);
  });

  test('of a board that is too large to be read asks what to show, and shows that', async () => {
    const { files, canvas, said } = desk({ exportPicture: async () => true });
    canvas.mostScale = 0.05;
    canvas.show({ selection: ['AAAAAAAAAAA.1' as never] });
    for (const part of ['none', 'view', 'selection', 'board'] as const) {
      await files.exportPicture();
      expect(files.pictureQuestion.read()?.hasSelection).toBe(true);
      files.pictureQuestion.read()?.answer(part);
      expect(files.pictureQuestion.read()).toBeUndefined();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(canvas.calls.map((call) => /"part":"(\w+)"/.exec(call)?.[1])).toEqual(['view', 'selection', 'board']);
    canvas.picture = undefined;
    await files.exportPicture();
    expect(said().at(-1)).toBe('neutral: Picture exported.');
  });

  test('of a view without anything in it says so', async () => {
    const { files, canvas, said } = desk({});
    canvas.mostScale = 0.05;
    await files.exportPicture();
    canvas.picture = undefined;
    files.pictureQuestion.read()?.answer('view');
    await new Promise((resolve) => setImmediate(resolve));
    expect(said()).toEqual(['neutral: There is nothing in view to export.']);
  });

  test('of an empty board says so and writes nothing', async () => {
    const { files, canvas, session, said } = desk({});
    canvas.picture = undefined;
    session.show({ elements: 0 });
    await files.exportPicture();
    expect(said()).toEqual(['neutral: The board is empty: there is nothing to export.']);
  });
});

test('what a file holds is known until the board goes on; a copy is saved for itself', async () => {
  const { files, session } = desk({ saveBoardFile: async (_token, name) => ({ token: 't' as FileToken, name }) });
  expect(files.saved()).toEqual({ board: false, lostCopy: false });
  await files.save();
  expect(files.saved()).toEqual({ board: true, lostCopy: false });
  session.content = 'fedcba9876543210';
  expect(files.saved().board).toBe(false);
  session.show({ lostCopy: { epoch: 'EEEEEEEEEEE' as Epoch, elements: 4, removed: 0, upTo: 0, elementsInRoom: 1 } });
  await files.save();
  expect(files.saved()).toEqual({ board: false, lostCopy: true });
});

test('a file says how many pictures it lacks', async () => {
  const written: number[] = [];
  const saveBoardFile: Files['saveBoardFile'] = async (_token, name, bytes) => {
    written.push(bytes.length);
    return { token: 't' as FileToken, name };
  };
  const pack = async (): Promise<PackedFile> => ({ bytes: new Uint8Array(7), lacking: 2 });
  const { files, said } = desk({ saveBoardFile }, true, { pack });
  expect(await files.save()).toBe(true);
  expect(written).toEqual([7]);
  expect(said()[0]).toBe('bad: 2 pictures of the board could not be put into the file.');
});
