import { Minus, Plus, Redo2, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Command, CommandName, CommandState } from '../commands/command.ts';
import { findCommand } from '../commands/commands.ts';
import { type KeyPlatform, keyText } from '../commands/keys.ts';
import { CommandButton, Tip } from './icon-button.tsx';
import '../styles/view-controls.css';

interface ViewControlsProps {
  readonly zoom: number;
  readonly state: CommandState;
  readonly platform: KeyPlatform;
  readonly run: (command: Command) => void;
}

/** Zoom out, percentage, zoom in; undo, redo. */
export function ViewControls({ zoom, state, platform, run }: ViewControlsProps): ReactNode {
  const button = (id: CommandName, icon: typeof Plus): ReactNode => {
    const command = findCommand(id);
    return command ? <CommandButton command={command} icon={icon} state={state} platform={platform} run={run} /> : null;
  };
  const reset = findCommand('view.zoomReset');
  const resetKey = reset?.keys[0];
  return (
    <div className="view-controls">
      <div className="surface row zoom">
        {button('view.zoomOut', Minus)}
        <button
          type="button"
          className="text-button zoom__percent"
          aria-label={`Zoom ${percent(zoom)}: back to 100 %`}
          onClick={() => reset && run(reset)}
        >
          {percent(zoom)}
          <Tip label="Zoom to 100 %" keys={resetKey === undefined ? undefined : keyText(resetKey, platform)} />
        </button>
        {button('view.zoomIn', Plus)}
      </div>
      <div className="surface row">
        {button('edit.undo', Undo2)}
        {button('edit.redo', Redo2)}
      </div>
    </div>
  );
}

function percent(zoom: number): string {
  return `${Math.round(zoom * 100)} %`;
}
