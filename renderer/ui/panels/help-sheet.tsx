import type { ReactNode } from 'react';
import { Caps } from '../chrome/caps.tsx';
import { Dialog } from '../chrome/dialog.tsx';
import { COMMANDS } from '../commands/commands.ts';
import { type KeyPlatform, keyCaps } from '../commands/keys.ts';
import type { WheelChoice } from '../settings/settings.ts';
import { DRAWING_WORDS } from '../words/board/drawing-words.ts';
import { PEN_WORDS } from '../words/board/pen-words.ts';
import '../styles/help-sheet.css';

/** The sections of the sheet. The part of a command's id before the dot decides its section. */
const SECTIONS: readonly { readonly title: string; readonly kinds: readonly string[] }[] = [
  { title: 'Tools', kinds: ['tool', 'insert', 'style'] },
  { title: 'Edit', kinds: ['edit'] },
  { title: 'View', kinds: ['view', 'theme'] },
  { title: 'File and help', kinds: ['file', 'room', 'help'] },
];

interface HelpLine {
  readonly label: string;
  readonly keys: readonly (readonly string[])[];
}

/** Gestures and keys without a command of their own. */
function otherLines(platform: KeyPlatform, wheel: WheelChoice): readonly HelpLine[] {
  const mod = platform === 'mac' ? '⌘' : 'Ctrl';
  return [
    { label: 'Move the board', keys: [['Space', 'drag'], ['middle drag'], wheel === 'pan' ? ['wheel'] : ['Shift', 'wheel']] },
    { label: 'Zoom about the pointer', keys: [wheel === 'pan' ? [mod, 'wheel'] : ['wheel'], ['pinch']] },
    { label: 'Move the selection', keys: [['↑', '↓', '←', '→']] },
    { label: 'Move it by ten', keys: [['Shift', '↑ ↓ ← →']] },
    { label: 'Add to the selection', keys: [['Shift', 'click']] },
    { label: DRAWING_WORDS.straight, keys: [['Shift', 'drag']] },
    { label: DRAWING_WORDS.fromMiddle, keys: [[platform === 'mac' ? '⌥' : 'Alt', 'drag']] },
    { label: DRAWING_WORDS.moveMeanwhile, keys: [['Space']] },
    { label: DRAWING_WORDS.leaveFree, keys: [[mod, 'drag']] },
    { label: PEN_WORDS.undoTap, keys: [[PEN_WORDS.twoFingers]] },
    { label: PEN_WORDS.redoTap, keys: [[PEN_WORDS.threeFingers]] },
  ];
}

/** The lines of one section, from the command list. */
export function helpLines(kinds: readonly string[], platform: KeyPlatform): readonly HelpLine[] {
  return COMMANDS.filter((command) => command.keys.length > 0 && kinds.includes(command.id.split('.')[0] ?? '')).map(
    (command) => ({
      label: command.label.replace('…', ''),
      keys: command.keys.filter((combo) => !combo.unlisted).map((combo) => keyCaps(combo, platform)),
    }),
  );
}

interface HelpSheetProps {
  readonly platform: KeyPlatform;
  readonly wheel: WheelChoice;
  readonly onClose: () => void;
}

export function HelpSheet({ platform, wheel, onClose }: HelpSheetProps): ReactNode {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose} className="help">
      <div className="help__columns">
        {SECTIONS.map(({ title, kinds }) => (
          <HelpSection key={title} title={title} lines={helpLines(kinds, platform)} />
        ))}
        <HelpSection title="Mouse, pen and touch" lines={otherLines(platform, wheel)} />
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
