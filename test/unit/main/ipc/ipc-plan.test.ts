import { describe, expect, test, vi } from 'vitest';
import type { RoomId } from '../../../../core/board/ids.ts';
import { TITLE_CHARS } from '../../../../core/board/kinds.ts';
import type { BoardCard } from '../../../../core/contract/board-card.ts';
import { SHELL_METHODS, type ShellApi } from '../../../../core/contract/desktop/shell-contract.ts';
import { planCall, type Sender } from '../../../../main/ipc/ipc-plan.ts';
import { windowTitle } from '../../../../renderer/ui/words/room-title.ts';

const OURS: Sender = { isOurWindow: true, isMainFrame: true, url: 'app://inkroom/index.html' };
const BYTES = new Uint8Array([1, 2, 3]);
const CARD: BoardCard = {
  server: 'http://127.0.0.1:4646',
  room: 'attic' as RoomId,
  at: 1_000,
  elements: 3,
  mode: 'none',
  isHostedHere: true,
  picture: BYTES,
};
const MENU = [
  {
    title: 'File',
    label: 'File',
    groups: [[{ command: 'file.open', label: 'Open…', enabled: true, accelerator: 'CmdOrCtrl+O' }]],
  },
];

const LEAF = { command: 'recent.0', label: 'Attic', enabled: true };

/** For each method arguments that the contract allows. */
const GOOD: { readonly [Method in keyof ShellApi]: readonly unknown[] } = {
  capabilities: [],
  startLink: [],
  isAsked: [],
  openBoardFile: [],
  saveBoardFile: [null, 'attic', BYTES],
  exportPicture: ['attic', 'image/png', BYTES],
  copyText: ['http://127.0.0.1/#/r/x'],
  openExternal: ['https://example.org/'],
  setMenu: [[...MENU, { title: 'Room', label: 'Room', groups: [[{ ...LEAF, items: [LEAF] }]] }]],
  setCloseQuestion: [{ message: 'You are the last one here.', detail: 'Save a copy to keep it.' }],
  openBoard: ['http://127.0.0.1:4646/#/r/attic', { kind: 'file', name: 'attic.inkroom', bytes: BYTES }, true],
  closeWindow: [],
  claimVault: ['http://127.0.0.1:4646', 'attic'],
  writeVault: [
    'token',
    [
      ['head', BYTES],
      ['b1', null],
    ],
  ],
  releaseVault: ['token'],
  listBoards: [],
  readBoard: ['http://127.0.0.1:4646', 'attic'],
  writeBoard: [CARD, BYTES],
  forgetBoard: ['http://127.0.0.1:4646', 'attic'],
  forgetBoards: [],
  setLanguage: ['de'],
  hostedHere: [true],
  keepBoardsHere: ['disk'],
  hosting: [],
  startHosting: [null],
  stopHosting: [],
  hostKey: ['http://127.0.0.1:7420'],
  advertise: [{ room: 'attic', name: 'Attic', host: 'Ana' }],
  nearby: [],
  updates: [],
  askForUpdates: [],
  restartToUpdate: [],
  setTitle: ['Attic — Inkroom'],
};

describe('who may call', () => {
  test.each([
    ['a window that is not ours', { ...OURS, isOurWindow: false }],
    ['a frame inside our page', { ...OURS, isMainFrame: false }],
    ['a foreign page in our window', { ...OURS, url: 'https://example.org/' }],
    ['a page whose frame is gone', { ...OURS, url: '' }],
    ['a look-alike', { ...OURS, url: 'app://inkroom.evil/index.html' }],
  ])('%s is refused before anything else is looked at', (_who, sender) => {
    for (const [method, args] of Object.entries(GOOD)) {
      expect(planCall(sender, method, args)).toEqual({ kind: 'refuse', code: 'shell.sender' });
    }
    expect(planCall(sender, 'nonsense', [])).toEqual({ kind: 'refuse', code: 'shell.sender' });
  });
});

describe('what may be called', () => {
  test('every method of the contract, with its own arguments and on the shell that is given', async () => {
    for (const [method, args] of Object.entries(GOOD)) {
      const plan = planCall(OURS, method, args);
      if (plan.kind !== 'call') throw new Error(`${method}: ${plan.code}`);
      const called = vi.fn(() => Promise.resolve('answer'));
      await expect(plan.on({ [method]: called } as unknown as ShellApi)).resolves.toBe('answer');
      expect(called).toHaveBeenCalledExactlyOnceWith(...args);
    }
    expect(Object.keys(GOOD).sort()).toEqual(Object.keys(SHELL_METHODS).sort());
  });

  test.each(['', 'onEvent', 'constructor', 'toString', '__proto__', 'hasOwnProperty', undefined, null, 7, ['setTitle']])(
    '%s is no method',
    (method) => {
      expect(planCall(OURS, method, [])).toEqual({ kind: 'refuse', code: 'shell.unknown_method' });
    },
  );

  test('the longest title of a board fits into that of its window', () => {
    const title = windowTitle('x'.repeat(TITLE_CHARS), 'An instance of a long name');
    expect(planCall(OURS, 'setTitle', [title])).toMatchObject({ kind: 'call' });
  });

  test.each<[keyof ShellApi, readonly unknown[]]>([
    ['capabilities', ['surplus']],
    ['closeWindow', [true]],
    ['setCloseQuestion', []],
    ['setCloseQuestion', [{ message: 'Leave?' }]],
    ['setCloseQuestion', [{ message: 'Leave?', detail: 'x'.repeat(1_001) }]],
    ['setCloseQuestion', [null, null]],
    ['saveBoardFile', [null, 'a']],
    ['saveBoardFile', [undefined, 'a', BYTES]],
    ['saveBoardFile', [7, 'a', BYTES]],
    ['saveBoardFile', [null, 'a', [1, 2]]],
    ['saveBoardFile', [null, 'a'.repeat(1_000), BYTES]],
    ['saveBoardFile', [null, 'a', BYTES, '/etc/passwd']],
    ['exportPicture', ['a', 'text/html', BYTES]],
    ['exportPicture', ['a', 'toString', BYTES]],
    ['exportPicture', ['a', 'image/png', 'bytes']],
    ['copyText', [{ toString: () => 'x' }]],
    ['copyText', []],
    ['openExternal', [new URL('https://example.org/')]],
    ['setTitle', ['x'.repeat(1_000)]],
    ['advertise', [{ room: '../x', name: 'Attic', host: 'Ana' }]],
    ['advertise', []],
    ['setMenu', [[{ title: 'File', label: 'File', groups: [[{ ...LEAF, items: Array(50).fill(LEAF) }]] }]]],
    [
      'setMenu',
      [[{ title: 'File', label: 'File', groups: [[{ ...LEAF, items: [{ command: 'x', label: 7, enabled: true }] }]] }]],
    ],
    ['setMenu', ['File']],
    ['setMenu', [[{ title: 'Window', groups: [] }]]],
    ['setMenu', [[{ title: 'File', label: 'File', groups: [[{ command: 'x y', label: 'X', enabled: true }]] }]]],
    ['setMenu', [[{ title: 'File', label: 'File', groups: [[{ command: 'x', label: 'X', enabled: 'yes' }]] }]]],
    [
      'setMenu',
      [[{ title: 'File', label: 'File', groups: [[{ command: 'x', label: 'X', enabled: true, accelerator: 'Ctrl++Ctrl+' }]] }]],
    ],
    ['setMenu', [[{ title: 'File', label: 'File', groups: [Array(500).fill(MENU[0]?.groups[0]?.[0])] }]]],
  ])('%s with other arguments than the contract names is refused (%#)', (method, args) => {
    expect(planCall(OURS, method, args)).toEqual({ kind: 'refuse', code: 'shell.bad_arguments' });
  });

  test('what the contract does not name does not get through in a menu', () => {
    const plan = planCall(OURS, 'setMenu', [
      [
        {
          title: 'File',
          label: 'File',
          extra: 1,
          groups: [[{ command: 'a', label: 'A', enabled: true, role: 'toggleDevTools', click: 'x' }]],
        },
      ],
    ]);
    if (plan.kind !== 'call') throw new Error(plan.code);
    const setMenu = vi.fn(() => Promise.resolve());
    void plan.on({ setMenu } as unknown as ShellApi);
    expect(setMenu).toHaveBeenCalledWith([
      { title: 'File', label: 'File', groups: [[{ command: 'a', label: 'A', enabled: true }]] },
    ]);
  });
});
