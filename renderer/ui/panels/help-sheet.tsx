import type { ReactNode } from 'react';
import { Caps } from '../chrome/parts/caps.tsx';
import { Dialog } from '../chrome/parts/dialog.tsx';
import type { Command } from '../commands/command.ts';
import { COMMANDS } from '../commands/commands.ts';
import { type KeyPlatform, keyCaps } from '../commands/keys.ts';
import type { WheelChoice } from '../settings/settings.ts';
import { isChanged, type OwnKeys, shownKeysOf } from '../shortcuts/own-keys.ts';
import { isInSection, nameOf, SECTIONS } from '../shortcuts/sections.ts';
import { DRAWING_WORDS } from '../words/board/drawing-words.ts';
import { PEN_WORDS } from '../words/board/pen-words.ts';
import { ROOM_WORDS } from '../words/command-words.ts';
import { HELP, KEY_NAMES } from '../words/help-words.ts';
import '../styles/help-sheet.css';

interface HelpLine {
  readonly label: string;
  readonly keys: readonly (readonly string[])[];
}

/** Usually two lines stand for the eight commands that move the selection. */
function isNudge({ id }: Pick<Command, 'id'>): boolean {
  return id.startsWith('nudge.');
}

function areNudgesChanged(own: OwnKeys): boolean {
  return COMMANDS.some((command) => isNudge(command) && isChanged(command.id, own));
}

/** Gestures and keys without a command of their own. */
function otherLines(platform: KeyPlatform, wheel: WheelChoice, own: OwnKeys): readonly HelpLine[] {
  const mod = platform === 'mac' ? '⌘' : KEY_NAMES.ctrl;
  const { shift } = KEY_NAMES;
  return [
    {
      label: HELP.move,
      keys: [[HELP.space, HELP.drag], [HELP.middleDrag], wheel === 'pan' ? [HELP.wheel] : [shift, HELP.wheel]],
    },
    { label: HELP.zoom, keys: [wheel === 'pan' ? [mod, HELP.wheel] : [HELP.wheel], [HELP.pinch]] },
    ...(areNudgesChanged(own)
      ? []
      : [
          { label: HELP.nudge, keys: [['↑', '↓', '←', '→']] },
          { label: HELP.nudgeFar, keys: [[shift, '↑ ↓ ← →']] },
        ]),
    { label: HELP.add, keys: [[shift, HELP.click]] },
    { label: DRAWING_WORDS.straight, keys: [[shift, HELP.drag]] },
    { label: DRAWING_WORDS.fromMiddle, keys: [[platform === 'mac' ? '⌥' : KEY_NAMES.alt, HELP.drag]] },
    { label: DRAWING_WORDS.moveMeanwhile, keys: [[HELP.space]] },
    { label: DRAWING_WORDS.corners, keys: [[HELP.click, HELP.click, '…']] },
    { label: DRAWING_WORDS.leaveFree, keys: [[mod, HELP.drag]] },
    { label: PEN_WORDS.undoTap, keys: [[PEN_WORDS.twoFingers]] },
    { label: PEN_WORDS.redoTap, keys: [[PEN_WORDS.threeFingers]] },
  ];
}

/** The lines of one section, from the command list. */
export function helpLines(kinds: readonly string[], platform: KeyPlatform, own: OwnKeys): readonly HelpLine[] {
  return COMMANDS.filter((command) => isInSection(command, kinds) && (!isNudge(command) || areNudgesChanged(own)))
    .map((command) => ({ command, keys: shownKeysOf(command, own) }))
    .filter(({ keys }) => keys.length > 0)
    .map(({ command, keys }) => ({
      label: nameOf(command),
      keys: keys.filter((combo) => !combo.unlisted).map((combo) => keyCaps(combo, platform)),
    }));
}

interface HelpSheetProps {
  readonly platform: KeyPlatform;
  readonly wheel: WheelChoice;
  readonly own: OwnKeys;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

export function HelpSheet({ platform, wheel, own, onChange, onClose }: HelpSheetProps): ReactNode {
  return (
    <Dialog title={HELP.title} onClose={onClose} className="help">
      <div className="help__columns">
        {SECTIONS.map(({ title, kinds }) => (
          <HelpSection key={title} title={title} lines={helpLines(kinds, platform, own)} />
        ))}
        <HelpSection title={HELP.other} lines={otherLines(platform, wheel, own)} />
      </div>
      <div className="dialog__actions">
        <button type="button" className="button" onClick={onChange}>
          {ROOM_WORDS.changeKeys}
        </button>
      </div>
    </Dialog>
  );
}

function HelpSection({ title, lines }: { readonly title: string; readonly lines: readonly HelpLine[] }): ReactNode {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {lines.map(({ label, keys }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {keys.map((caps) => (
                <Caps key={caps.join('+')} caps={caps} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
