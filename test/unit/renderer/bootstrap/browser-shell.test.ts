import { expect, test, vi } from 'vitest';
import type { ShellEvent } from '../../../../core/contract/desktop/shell-contract.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { browserShell } from '../../../../renderer/bootstrap/browser-shell.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

/** The shell of a tab in which the person chooses this file. */
function tab(file: File) {
  const input = Object.assign(new EventTarget(), {
    type: '',
    accept: '',
    files: [file],
    click: () => input.dispatchEvent(new Event('change')),
  });
  const document = { createElement: () => input } as unknown as Document;
  const window = { open: () => null, navigator: {} as Navigator, location: { href: '', hash: '' } as Location };
  const shell = browserShell({ document, window, clock: new FakeClock() });
  const events: ShellEvent[] = [];
  shell.onEvent((event) => events.push(event));
  return { shell, events };
}

test('a chosen file is opened', async () => {
  const { shell, events } = tab(new File([new Uint8Array(5)], 'plan.inkroom'));
  expect(await shell.openBoardFile()).toMatchObject({ name: 'plan.inkroom', bytes: new Uint8Array(5) });
  expect(events).toEqual([]);
});

test('one that is too large is named and not read; one that cannot be read is named', async () => {
  const read = vi.fn();
  const huge = Object.assign(new File([], 'huge.inkroom'), { arrayBuffer: read });
  Object.defineProperty(huge, 'size', { value: LIMITS.snapshotBytes + 1 });
  const gone = Object.assign(new File([], 'gone.inkroom'), { arrayBuffer: () => Promise.reject(new Error('gone')) });
  for (const [file, why] of [
    [huge, 'tooLarge'],
    [gone, 'unreadable'],
  ] as const) {
    const { shell, events } = tab(file);
    expect(await shell.openBoardFile()).toBeNull();
    expect(events).toEqual([{ kind: 'notOpened', what: { of: 'file', names: [file.name], why } }]);
  }
  expect(read).not.toHaveBeenCalled();
});
