import {
  ArrowDownToLine,
  ArrowUpToLine,
  Copy,
  Ellipsis,
  Group,
  Lock,
  LockOpen,
  type LucideIcon,
  Trash2,
  Ungroup,
} from 'lucide-react';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import type { SelectionView } from '../../engine/selection/handles/selection-view.ts';
import { CommandButton, IconButton } from '../chrome/parts/icon-button.tsx';
import { walkToolbar } from '../chrome/parts/walk-toolbar.ts';
import type { Command, CommandName, CommandState } from '../commands/command.ts';
import { findCommand } from '../commands/commands.ts';
import type { KeyPlatform } from '../commands/keys.ts';
import { SELECTION_WORDS } from '../words/board/arranging-words.ts';
import type { MenuPlace } from './menu-place.ts';
import '../styles/context-menu.css';

interface ContextBarProps {
  readonly view: SelectionView;
  readonly state: CommandState;
  readonly platform: KeyPlatform;
  readonly run: (command: Command) => void;
  /** Opens the menu with all other commands. */
  readonly onMore: (at: MenuPlace) => void;
}

interface Entry {
  readonly id: CommandName;
  readonly icon: LucideIcon;
}

const ONE: readonly Entry[] = [
  { id: 'edit.duplicate', icon: Copy },
  { id: 'order.front', icon: ArrowUpToLine },
  { id: 'order.back', icon: ArrowDownToLine },
  { id: 'edit.lock', icon: Lock },
  { id: 'edit.delete', icon: Trash2 },
];
const LOCKED: readonly Entry[] = [{ id: 'edit.lock', icon: LockOpen }];

/** Pixels: distance to the selection, with the turning handle above it, and the chrome's space at the edges of the window. */
const ABOVE = 36;
const BELOW = 14;
const TOP = 64;
const BOTTOM = 170;
const SIDE = 8;

/** Pixels. Its buttons are larger for fingers. */
interface BarSize {
  readonly width: number;
  readonly height: number;
}
/** Before it is measured. */
const USUAL_SIZE: BarSize = { width: 220, height: 44 };

/** A small bar next to the selection with the most used commands. */
export function ContextBar({ view, state, platform, run, onMore }: ContextBarProps): ReactNode {
  const entries = entriesFor(view, state);
  const bar = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(USUAL_SIZE);
  const count = entries.length;
  // Measured before it is painted, and again when it has other buttons.
  useLayoutEffect(() => {
    const { offsetWidth: width = 0, offsetHeight: height = 0 } = (count > 0 && bar.current) || {};
    if (width > 0) setSize({ width, height });
  }, [count]);
  const place = placeOf(view, size);
  const several = (id: CommandName, icon: LucideIcon): ReactNode => {
    const command = findCommand(id);
    return command ? <CommandButton key={id} command={command} icon={icon} state={state} platform={platform} run={run} /> : null;
  };
  return (
    <div
      ref={bar}
      className="surface context-bar"
      role="toolbar"
      aria-label={SELECTION_WORDS.bar}
      onKeyDown={walkToolbar}
      style={{ left: place.x, top: place.y }}
    >
      {entries.map(({ id, icon }) => several(id, icon))}
      <IconButton
        label={SELECTION_WORDS.more}
        icon={Ellipsis}
        onPress={() => onMore({ x: place.x - size.height, y: place.y + size.height + 4 })}
      />
    </div>
  );
}

function entriesFor({ locked, grouped }: SelectionView, { selected }: CommandState): readonly Entry[] {
  if (locked) return LOCKED;
  if (selected < 2) return ONE;
  return [{ id: grouped ? 'edit.ungroup' : 'edit.group', icon: grouped ? Ungroup : Group }, ...ONE];
}

/** Above the selection; below it where there is no space above; inside of it, under its upper handles, where there is none; always within the window. `x` is its middle. */
function placeOf({ box }: SelectionView, { width, height }: BarSize): MenuPlace {
  const { innerWidth, innerHeight } = window;
  const half = width / 2 + SIDE;
  const x = Math.min(innerWidth - half, Math.max(half, (box.minX + box.maxX) / 2));
  const above = box.minY - ABOVE - height;
  const below = box.maxY + BELOW;
  const lowest = innerHeight - BOTTOM - height;
  const y = above >= TOP ? Math.min(above, lowest) : Math.min(lowest, Math.max(TOP, below <= lowest ? below : box.minY + BELOW));
  return { x: Math.round(x), y: Math.round(y) };
}
