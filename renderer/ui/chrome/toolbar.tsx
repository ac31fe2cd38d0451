import {
  Circle,
  Diamond,
  Ellipsis,
  Eraser,
  Frame,
  Hand,
  Highlighter,
  ImagePlus,
  Lock,
  LockOpen,
  type LucideIcon,
  MousePointer2,
  MoveUpRight,
  PenLine,
  PenTool,
  Slash,
  Square,
  StickyNote,
  Type,
  WandSparkles,
} from 'lucide-react';
import { Fragment, type ReactNode, useEffect, useRef, useState } from 'react';
import type { ToolId } from '../../engine/tools/tool.ts';
import type { Command, CommandState } from '../commands/command.ts';
import { findCommand } from '../commands/commands.ts';
import type { KeyPlatform } from '../commands/keys.ts';
import { CHROME } from '../words/chrome-words.ts';
import { CommandButton, IconButton } from './parts/icon-button.tsx';
import { useOneTabStop } from './parts/one-tab-stop.ts';
import { walkToolbar } from './parts/walk-toolbar.ts';
import '../styles/toolbar.css';

/** The tools in the order of look.md. A divider separates groups. */
const GROUPS: readonly (readonly { readonly tool: ToolId; readonly icon: LucideIcon }[])[] = [
  [
    { tool: 'select', icon: MousePointer2 },
    { tool: 'hand', icon: Hand },
  ],
  [
    { tool: 'pen', icon: PenLine },
    { tool: 'highlighter', icon: Highlighter },
    { tool: 'eraser', icon: Eraser },
  ],
  [
    { tool: 'line', icon: Slash },
    { tool: 'arrow', icon: MoveUpRight },
    { tool: 'rectangle', icon: Square },
    { tool: 'ellipse', icon: Circle },
    { tool: 'diamond', icon: Diamond },
    { tool: 'frame', icon: Frame },
  ],
  [
    { tool: 'text', icon: Type },
    { tool: 'note', icon: StickyNote },
    { tool: 'laser', icon: WandSparkles },
  ],
];

interface ToolbarProps {
  readonly state: CommandState;
  readonly platform: KeyPlatform;
  readonly run: (command: Command) => void;
}

export function Toolbar({ state, platform, run }: ToolbarProps): ReactNode {
  const keep = findCommand('tool.keep');
  const penMode = findCommand('pen.mode');
  const bar = useRef<HTMLDivElement>(null);
  useOneTabStop(bar);
  const { tool: chosen } = state;
  const [isUnfolded, setUnfolded] = useState(false);
  // In a narrow window the row scrolls, or is unfolded to several. A tool that was chosen by its key scrolls into view.
  useEffect(() => {
    const button = bar.current?.querySelector(`[data-tool="${chosen}"]`);
    button?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    setUnfolded(false);
  }, [chosen]);
  const picture = findCommand('insert.picture');
  return (
    <div
      ref={bar}
      className={isUnfolded ? 'surface toolbar toolbar--unfolded' : 'surface toolbar'}
      role="toolbar"
      aria-label={CHROME.tools}
      onKeyDown={walkToolbar}
    >
      {penMode && (state.penSeen || state.penMode) ? (
        // First, so that it is visible without scrolling.
        <>
          <CommandButton command={penMode} icon={PenTool} state={state} platform={platform} run={run} className="toolbar__keep" />
          <span className="divider" />
        </>
      ) : null}
      {GROUPS.map((group, index) => (
        <Fragment key={group[0]?.tool}>
          {index > 0 ? <span className="divider" /> : null}
          {group.map(({ tool, icon }) => {
            const command = findCommand(`tool.${tool}`);
            return command ? (
              <CommandButton
                key={tool}
                dataTool={tool}
                command={command}
                icon={icon}
                state={state}
                platform={platform}
                run={run}
                className="toolbar__tool"
              />
            ) : null;
          })}
        </Fragment>
      ))}
      {picture ? (
        <CommandButton command={picture} icon={ImagePlus} state={state} platform={platform} run={run} className="toolbar__tool" />
      ) : null}
      <span className="divider" />
      {keep ? (
        <CommandButton
          command={keep}
          icon={state.keepTool ? Lock : LockOpen}
          state={state}
          platform={platform}
          run={run}
          className="toolbar__keep"
        />
      ) : null}
      <IconButton
        label={CHROME.allTools}
        icon={Ellipsis}
        pressed={isUnfolded}
        onPress={() => setUnfolded(!isUnfolded)}
        className="toolbar__all"
      />
    </div>
  );
}
