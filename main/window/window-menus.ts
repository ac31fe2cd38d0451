import { Menu } from 'electron';
import type { MenuSection } from '../../core/contract/desktop/shell-contract.ts';
import type { BoardWindow } from './board-window.ts';
import { firstMenu, type MenuSurroundings, menuTemplate } from './menu-template.ts';

/** The application has one menu, and each window its own commands: the menu is that of the window in front. */
export interface WindowMenus {
  /** From now on this window has a menu. It is in front. */
  watch(board: BoardWindow): void;
  set(board: BoardWindow, sections: readonly MenuSection[]): void;
}

export function windowMenus(around: MenuSurroundings): WindowMenus {
  const menus = new Map<BoardWindow, readonly MenuSection[]>();
  let front: BoardWindow | undefined;

  function show(board: BoardWindow | undefined): void {
    front = board;
    const sections = (board && menus.get(board)) ?? firstMenu();
    const template = menuTemplate(sections, around, (command) => board?.tell({ kind: 'command', command }));
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  return {
    watch(board) {
      show(board);
      board.window.on('focus', () => show(board));
      board.window.once('closed', () => {
        menus.delete(board);
        // macOS keeps a menu without a window.
        if (front === board) show(undefined);
      });
    },
    set(board, sections) {
      menus.set(board, sections);
      if (front === board) show(board);
    },
  };
}
