import { Minus, Plus, Redo2, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Command, CommandName, CommandState } from '../commands/command.ts';
import { findCommand } from '../commands/commands.ts';
import { type KeyPlatform, keyText } from '../commands/keys.ts';
import { keysOf } from '../shortcuts/own-keys.ts';
import { CHROME } from '../words/chrome-words.ts';
import { VIEW_WORDS } from '../words/command-words.ts';
import { CommandButton, Tip } from './parts/icon-button.tsx';
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
  const resetKey = reset && keysOf(reset, state.keys)[0];
  return (
    <div className="view-controls">
      <div className="surface row zoom">
        {button('view.zoomOut', Minus)}
        <button
          type="button"
          className="text-button zoom__percent"
          aria-label={CHROME.zoomBack(percent(zoom))}
          onClick={() => reset && run(reset)}
        >
          {percent(zoom)}
          <Tip label={VIEW_WORDS.zoomReset} keys={resetKey === undefined ? undefined : keyText(resetKey, platform)} />
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
  return CHROME.percent(Math.round(zoom * 100));
}
