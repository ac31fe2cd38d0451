import { describe, expect, test } from 'vitest';
import type { RoomId } from '../../../../../core/board/ids.ts';
import type { MenuSection } from '../../../../../core/contract/desktop/shell-contract.ts';
import { WIDTHS } from '../../../../../renderer/engine/palette.ts';
import { createChrome } from '../../../../../renderer/ui/chrome-state.ts';
import { type CommandContext, type CommandState, isEnabled } from '../../../../../renderer/ui/commands/command.ts';
import { COMMANDS, findCommand } from '../../../../../renderer/ui/commands/commands.ts';
import { isSameMenu, menuSections, recentOf, showMenu } from '../../../../../renderer/ui/commands/native-menu.ts';
import { NO_SETTINGS, type RecentRoom, type Settings } from '../../../../../renderer/ui/settings/settings.ts';
import { createValue } from '../../../../../renderer/ui/value-store.ts';
import { fakeEngine } from '../fake-engine.ts';
import { fakeSession } from '../fake-session.ts';
import { IDLE } from './idle-state.ts';

function context() {
  const canvas = fakeEngine();
  const history = fakeSession();
  const chrome = createChrome();
  const asked: string[] = [];
  const follows: string[] = [];
  const on: CommandContext = {
    canvas,
    history,
    chrome,
    files: {
      open: async () => void asked.push('open'),
      save: async () => asked.push('save') > 0,
      exportPicture: async () => void asked.push('export'),
      takeBack: () => void asked.push('take back'),
    },
    exports: {
      exportSvg: async () => void asked.push('export svg'),
      exportPdf: async () => void asked.push('export pdf'),
      exportScene: async () => void asked.push('export scene'),
      copyPng: async () => void asked.push('copy png'),
      copySvg: async () => void asked.push('copy svg'),
      print: async () => void asked.push('print'),
    },
    clipboard: {
      copy: () => void asked.push('copy'),
      cut: () => void asked.push('cut'),
      paste: () => void asked.push('paste'),
    },
    pictures: { choose: () => void asked.push('picture') },
    links: { copyView: () => void asked.push('copy view') },
    rooms: { openNew: () => void asked.push('new room') },
    following: { stop: () => follows.pop() !== undefined },
    settings: {
      choose: (part) => void asked.push(Object.entries(part).flat().join(' ')),
      toggle: (name) => void asked.push(`toggle ${name}`),
      toggleTheme: () => void asked.push('toggle theme'),
      togglePenMode: () => void asked.push('toggle pen mode'),
    },
    presenting: { start: () => undefined },
    meeting: { toggle: () => void asked.push('meet') },
    replay: { start: () => void asked.push('replay') },
    say: (text) => void asked.push(text),
  };
  return { on, canvas, history, chrome, asked, follows };
}
const run = (id: string, on: CommandContext): void => {
  const command = findCommand(id);
  if (!command) throw new Error(`no command ${id}`);
  command.run(on);
};

test('every command has a name of its own and can be found by it', () => {
  expect(new Set(COMMANDS.map(({ id }) => id)).size).toBe(COMMANDS.length);
  for (const command of COMMANDS) expect(findCommand(command.id)).toBe(command);
  expect(findCommand('file.format_disk')).toBeUndefined();
  expect(findCommand('constructor')).toBeUndefined();
});

describe('what can run', () => {
  const enabled = (id: string, part: Partial<CommandState> = {}): boolean => {
    const command = findCommand(id);
    return command !== undefined && isEnabled(command, { ...IDLE, ...part });
  };

  test('undo and redo follow the history', () => {
    expect([enabled('edit.undo'), enabled('edit.redo')]).toEqual([false, false]);
    expect([enabled('edit.undo', { canUndo: true }), enabled('edit.redo', { canRedo: true })]).toEqual([true, true]);
  });

  test('what acts on a selection needs one', () => {
    for (const id of ['edit.delete', 'edit.duplicate', 'view.zoomSelection', 'nudge.left', 'nudge.upFar']) {
      expect([id, enabled(id), enabled(id, { selected: 2 })]).toEqual([id, false, true]);
    }
  });

  test('an empty board cannot be cleared, exported or fitted', () => {
    for (const id of [
      'edit.clear',
      'file.exportPng',
      'file.exportSvg',
      'file.exportPdf',
      'file.exportScene',
      'file.print',
      'edit.copyPng',
      'edit.copySvg',
      'view.zoomFit',
      'edit.selectAll',
    ]) {
      expect([id, enabled(id), enabled(id, { elements: 1 })]).toEqual([id, false, true]);
    }
  });
});

describe('what they do', () => {
  test('clearing asks first', () => {
    const { on, chrome, canvas } = context();
    run('edit.clear', on);
    expect(chrome.read().open).toBe('clear');
    expect(canvas.calls).toEqual([]);
  });

  test('Escape closes what is open, and only then reaches the board', () => {
    const { on, chrome, canvas } = context();
    chrome.show('share');
    run('edit.cancel', on);
    expect(chrome.read().open).toBeUndefined();
    expect(canvas.calls).toEqual([]);
    run('edit.cancel', on);
    expect(canvas.calls).toEqual(['cancel']);
  });

  test('Escape ends following before it lets go of a selection', () => {
    const { on, canvas, follows } = context();
    follows.push('Ana');
    run('edit.cancel', on);
    expect(canvas.calls).toEqual([]);
    run('edit.cancel', on);
    expect(canvas.calls).toEqual(['cancel']);
  });

  test('cursors of others are chosen by a command', () => {
    const { on, asked } = context();
    run('cursors.plain', on);
    expect(asked).toEqual(['cursors plain']);
    expect(findCommand('cursors.plain')?.checked?.({ ...IDLE, cursors: 'plain' })).toBe(true);
    expect(findCommand('cursors.named')?.checked?.({ ...IDLE, cursors: 'plain' })).toBe(false);
  });

  test('arrows move by one world pixel, with Shift by ten', () => {
    const { on, canvas } = context();
    run('nudge.left', on);
    run('nudge.downFar', on);
    expect(canvas.calls).toEqual(['nudge -1 0', 'nudge 0 10']);
  });

  test('brush size steps through the widths of the tool in hand and stops at the ends', () => {
    const { on, canvas } = context();
    for (let i = 0; i < 6; i++) run('style.thicker', on);
    expect(canvas.snapshot().style.values.width).toBe(WIDTHS.pen.at(-1));
    for (let i = 0; i < 6; i++) run('style.thinner', on);
    expect(canvas.snapshot().style.values.width).toBe(WIDTHS.pen[0]);
    canvas.show({
      tool: 'highlighter',
      style: { names: ['color', 'width'], values: { color: 4, width: WIDTHS.highlighter[1] }, scale: 'highlighter' },
    });
    run('style.thicker', on);
    expect(canvas.snapshot().style.values.width).toBe(WIDTHS.highlighter[2]);
  });

  test('brush size of things with several widths begins in the middle', () => {
    const { on, canvas } = context();
    canvas.show({ style: { names: ['width'], values: {}, scale: 'pen' } });
    run('style.thinner', on);
    expect(canvas.calls).toEqual([`setStyle {"width":${WIDTHS.pen[1]}}`]);
  });

  test('brush size leaves the style alone while another tool is in hand', () => {
    const { on, canvas } = context();
    canvas.show({ tool: 'hand', style: { names: [], values: {}, scale: 'pen' } });
    run('style.thicker', on);
    expect(canvas.calls).toEqual([]);
  });

  test('history, files, rooms and theme go to their owners', () => {
    const { on, history, asked } = context();
    for (const id of [
      'edit.undo',
      'edit.redo',
      'file.open',
      'file.save',
      'file.exportPng',
      'file.newRoom',
      'theme.dark',
      'theme.toggle',
    ]) {
      run(id, on);
    }
    expect(history.calls).toEqual(['undo', 'redo']);
    expect(asked).toEqual(['open', 'save', 'export', 'new room', 'theme dark', 'toggle theme']);
  });
});

describe('the native menu', () => {
  const itemsOf = (state: CommandState) => menuSections(state).flatMap(({ groups }) => groups.flat());

  test('has every command that names a place in it, once, in the usual sections', () => {
    const sections = menuSections(IDLE);
    expect(sections.map(({ title }) => title)).toEqual(['File', 'Edit', 'View', 'Tools', 'Room', 'Help']);
    expect(
      itemsOf(IDLE)
        .map(({ command }) => command)
        .filter((command) => command !== 'file.recent')
        .sort(),
    ).toEqual(
      COMMANDS.filter(({ menu }) => menu !== undefined)
        .map(({ id }) => id)
        .sort(),
    );
  });

  test('ticks the tool in hand, the theme and what the wheel does', () => {
    const ticked = itemsOf({ ...IDLE, tool: 'eraser', theme: 'dark', wheel: 'zoom' })
      .filter(({ checked }) => checked)
      .map(({ command }) => command);
    const pens = ['pen.taps', 'inkWidth.pressure', 'barrel.erase', 'pressureCurve.even', 'steadying.off', 'widthIn.board'];
    expect(ticked).toEqual(['theme.dark', 'wheel.zoom', 'paper.plain', 'cursors.named', 'language.auto', 'tool.eraser', ...pens]);
  });

  test('shows no key that would also be typed: macOS acts on every key of a menu', () => {
    for (const { accelerator } of itemsOf(IDLE)) if (accelerator !== undefined) expect(accelerator).toMatch(/^(CmdOrCtrl|Alt)\+/);
    expect(itemsOf(IDLE).find(({ command }) => command === 'edit.undo')?.accelerator).toBe('CmdOrCtrl+Z');
    expect(itemsOf(IDLE).find(({ command }) => command === 'edit.delete')?.accelerator).toBeUndefined();
  });

  test('opens rooms that were open here, the one that is shown excepted', () => {
    const server = 'http://127.0.0.1:7420';
    const recent: readonly RecentRoom[] = [
      { server, room: 'attic', openedAt: 3 },
      { server, room: 'here', openedAt: 2 },
      { server, room: 'plan', label: 'Plan & more', openedAt: 1 },
    ];
    const link = { server, room: 'here' as RoomId };
    const menus: (readonly MenuSection[])[] = [];
    const settings = createValue<Settings>({ ...NO_SETTINGS, recent });
    const shell = { setMenu: async (menu: readonly MenuSection[]) => void menus.push(menu) };
    const shown = showMenu({ state: createValue(IDLE), settings, link, shell });
    const recentItem = () => menus.at(-1)?.[0]?.groups[0]?.at(-1);
    expect(recentItem()).toMatchObject({ label: 'Open recent', enabled: true });
    expect(recentItem()?.items?.map(({ label }) => label)).toEqual(['attic', 'Plan && more']);
    expect(recentOf('recent.1', recent, link)).toBe(recent[2]);
    for (const command of ['recent.7', 'recent.', 'file.open', 'recent.-1']) expect(recentOf(command, [], link)).toBeUndefined();
    settings.write(NO_SETTINGS);
    expect(recentItem()).toMatchObject({ enabled: false });
    shown.dispose();
    expect(menus).toHaveLength(2);
  });

  test('counts as changed only when something in it looks different', () => {
    expect(isSameMenu(undefined, menuSections(IDLE))).toBe(false);
    expect(isSameMenu(menuSections(IDLE), menuSections({ ...IDLE }))).toBe(true);
    expect(isSameMenu(menuSections(IDLE), menuSections({ ...IDLE, canUndo: true }))).toBe(false);
  });
});

test('only a host may see the messages flow', () => {
  const trace = COMMANDS.find(({ id }) => id === 'view.trace');
  expect([true, false].map((isHost) => trace && isEnabled(trace, { ...IDLE, isHost }))).toEqual([true, false]);
});

describe('who may only look', () => {
  const full = {
    ...IDLE,
    isHost: true,
    canUndo: true,
    canRedo: true,
    canTakeBack: true,
    elements: 9,
    selected: 3,
    hasWidth: true,
    hasKinds: true,
    isAstray: true,
  };
  const enabled = (state: CommandState): readonly string[] =>
    COMMANDS.filter((command) => isEnabled(command, state)).map(({ id }) => id);

  test('has every command that leaves the board as it is, and none that changes it', () => {
    // "Write in the selection" wants one selected element, and "Connect" two.
    expect(enabled({ ...full, mayDraw: true })).toHaveLength(COMMANDS.length - 2);
    const left = enabled({ ...full, mayDraw: false });
    expect(left).toEqual([
      'file.newRoom',
      'file.boards',
      'file.join',
      'file.open',
      'file.save',
      'file.exportPng',
      'file.exportSvg',
      'file.exportPdf',
      'file.exportScene',
      'file.print',
      'edit.copy',
      'edit.selectAll',
      'edit.copyPng',
      'edit.copySvg',
      'edit.cancel',
      'tool.select',
      'tool.hand',
      'tool.keep',
      ...COMMANDS.map(({ id }) => id).filter((id) =>
        /^(pen|inkWidth|pressureCurve|steadying|widthIn|barrel|view|theme|wheel|language|cursors|room|help)\./.test(id),
      ),
      'select.snaps',
      'select.encloses',
      'edit.copyStyle',
    ]);
  });
});
