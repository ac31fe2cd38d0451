import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  ArrowDownToLine,
  ArrowUpToLine,
  BoxSelect,
  ChevronDown,
  ChevronUp,
  ClipboardPaste,
  Copy,
  CopyPlus,
  FlipHorizontal2,
  FlipVertical2,
  Group,
  Lock,
  LockOpen,
  type LucideIcon,
  Magnet,
  Maximize,
  Paintbrush,
  PaintRoller,
  Redo2,
  Scissors,
  SquareDashed,
  Trash2,
  Undo2,
  Ungroup,
} from 'lucide-react';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { ICON } from '../chrome/parts/icon-button.tsx';
import { Popover } from '../chrome/parts/popover.tsx';
import { type Command, type CommandName, type CommandState, isEnabled } from '../commands/command.ts';
import { findCommand } from '../commands/commands.ts';
import type { KeyPlatform } from '../commands/keys.ts';
import { MenuItem } from '../panels/menu-item.tsx';
import { SELECTION_WORDS } from '../words/board/arranging-words.ts';
import type { MenuPlace } from './menu-place.ts';
import '../styles/context-menu.css';

interface Entry {
  readonly id: CommandName;
  readonly icon: LucideIcon;
}

const FOR_SELECTION: readonly (readonly Entry[])[] = [
  [
    { id: 'edit.cut', icon: Scissors },
    { id: 'edit.copy', icon: Copy },
    { id: 'edit.paste', icon: ClipboardPaste },
  ],
  [
    { id: 'edit.duplicate', icon: CopyPlus },
    { id: 'edit.copyStyle', icon: Paintbrush },
    { id: 'edit.pasteStyle', icon: PaintRoller },
  ],
  [
    { id: 'edit.group', icon: Group },
    { id: 'edit.ungroup', icon: Ungroup },
    { id: 'edit.lock', icon: Lock },
  ],
  [
    { id: 'order.front', icon: ArrowUpToLine },
    { id: 'order.forward', icon: ChevronUp },
    { id: 'order.backward', icon: ChevronDown },
    { id: 'order.back', icon: ArrowDownToLine },
  ],
];
const FOR_LOCKED: readonly (readonly Entry[])[] = [[{ id: 'edit.lock', icon: LockOpen }]];
const FOR_BOARD: readonly (readonly Entry[])[] = [
  [
    { id: 'edit.undo', icon: Undo2 },
    { id: 'edit.redo', icon: Redo2 },
  ],
  [
    { id: 'edit.paste', icon: ClipboardPaste },
    { id: 'edit.selectAll', icon: BoxSelect },
    { id: 'view.zoomFit', icon: Maximize },
  ],
  [
    { id: 'select.snaps', icon: Magnet },
    { id: 'select.encloses', icon: SquareDashed },
  ],
];
const REMOVE: readonly Entry[] = [{ id: 'edit.delete', icon: Trash2 }];
/** Small buttons side by side, with icons only. */
const LINE_UP: readonly (readonly Entry[])[] = [
  [
    { id: 'align.left', icon: AlignStartVertical },
    { id: 'align.centre', icon: AlignCenterVertical },
    { id: 'align.right', icon: AlignEndVertical },
    { id: 'align.top', icon: AlignStartHorizontal },
    { id: 'align.middle', icon: AlignCenterHorizontal },
    { id: 'align.bottom', icon: AlignEndHorizontal },
  ],
  [
    { id: 'distribute.across', icon: AlignHorizontalDistributeCenter },
    { id: 'distribute.down', icon: AlignVerticalDistributeCenter },
    { id: 'flip.across', icon: FlipHorizontal2 },
    { id: 'flip.down', icon: FlipVertical2 },
  ],
];
/** Pixels between the menu and the edges of the window. */
const EDGE = 8;

interface ContextMenuProps {
  readonly place: MenuPlace;
  readonly locked: boolean;
  /** A line about the selection. */
  readonly note: string | undefined;
  readonly state: CommandState;
  readonly platform: KeyPlatform;
  readonly run: (command: Command) => void;
  readonly onClose: () => void;
}

/** All commands for the selection, or for the board without a selection. A sheet in a narrow window. */
export function ContextMenu({ place, locked, note, state, platform, run, onClose }: ContextMenuProps): ReactNode {
  const anchor = useRef<HTMLDivElement>(null);
  const [moved, setMoved] = useState({ x: 0, y: 0 });
  // Moved into the window before it is painted.
  useLayoutEffect(() => {
    const panel = anchor.current?.querySelector('.popover');
    if (!panel) return;
    const { width, height } = panel.getBoundingClientRect();
    const x = Math.min(0, window.innerWidth - EDGE - width - place.x);
    setMoved({ x, y: Math.min(0, window.innerHeight - EDGE - height - place.y) });
  }, [place]);

  const choose = (command: Command): void => {
    onClose();
    run(command);
  };
  const items = (entries: readonly Entry[]): ReactNode =>
    entries.map(({ id, icon }) => {
      const command = findCommand(id);
      return command ? (
        <MenuItem key={id} command={command} icon={icon} state={state} platform={platform} choose={choose} className="" />
      ) : null;
    });
  const hasSelection = state.selected > 0;
  const groups = !hasSelection ? FOR_BOARD : locked ? FOR_LOCKED : FOR_SELECTION;
  return (
    <div className="anchor context-anchor" ref={anchor} style={{ left: place.x + moved.x, top: place.y + moved.y }}>
      <Popover label={SELECTION_WORDS.menu} role="menu" side="left" onClose={onClose} className="menu context-menu">
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of menu items is no fieldset
          <div className="menu__group" role="group" key={group[0]?.id}>
            {items(group)}
          </div>
        ))}
        {hasSelection && !locked ? (
          <>
            {/* biome-ignore lint/a11y/useSemanticElements: a group of menu items is no fieldset */}
            <div className="menu__group" role="group" aria-label={SELECTION_WORDS.align}>
              {LINE_UP.map((row) => (
                <div className="context-menu__row" key={row[0]?.id}>
                  {row.map((entry) => (
                    <SmallItem key={entry.id} entry={entry} state={state} choose={choose} />
                  ))}
                </div>
              ))}
            </div>
            {/* biome-ignore lint/a11y/useSemanticElements: a group of menu items is no fieldset */}
            <div className="menu__group" role="group">
              {items(REMOVE)}
            </div>
          </>
        ) : null}
        {note === undefined ? null : <p className="context-menu__note">{note}</p>}
      </Popover>
    </div>
  );
}

interface SmallItemProps {
  readonly entry: Entry;
  readonly state: CommandState;
  readonly choose: (command: Command) => void;
}

function SmallItem({ entry: { id, icon: Icon }, state, choose }: SmallItemProps): ReactNode {
  const command = findCommand(id);
  if (!command) return null;
  const enabled = isEnabled(command, state);
  return (
    <button
      type="button"
      role="menuitem"
      className="context-menu__small"
      aria-label={command.label}
      title={command.label}
      aria-disabled={!enabled || undefined}
      onClick={enabled ? () => choose(command) : undefined}
    >
      <Icon {...ICON} />
    </button>
  );
}
