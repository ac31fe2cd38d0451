import { expect, test } from 'vitest';
import type { CommandState } from '../../../../../renderer/ui/commands/command.ts';
import { findCommands } from '../../../../../renderer/ui/commands/find-commands.ts';
import { IDLE } from './idle-state.ts';

const ids = (text: string, state: CommandState = IDLE): readonly string[] => findCommands(text, state).map(({ id }) => id);

test('nothing typed lists all that can run, and nothing that can not', () => {
  expect(ids('')).toContain('room.share');
  expect(ids('')).not.toContain('edit.undo');
  expect(ids('', { ...IDLE, canUndo: true })).toContain('edit.undo');
});

test('every word counts, in any order, case and accent; what begins with it comes first', () => {
  expect(ids('LIGHT theme')).toEqual(['theme.light']);
  expect(ids('thémé dárk')).toEqual(['theme.dark']);
  expect(ids('zoom').slice(0, 3)).toEqual(['view.zoomIn', 'view.zoomOut', 'view.zoomReset']);
  expect(ids('shar')[0]).toBe('room.share');
  expect(ids('nothing is called so')).toEqual([]);
});

test('keys that mean nothing as a line are left out', () => {
  expect(ids('', { ...IDLE, selected: 1 }).filter((id) => id.startsWith('nudge.') || id === 'help.commands')).toEqual([]);
});
