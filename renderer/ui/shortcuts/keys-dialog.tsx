import { type ReactNode, useState } from 'react';
import { Dialog } from '../chrome/parts/dialog.tsx';
import type { Command } from '../commands/command.ts';
import { COMMANDS, findCommand } from '../commands/commands.ts';
import { fold } from '../commands/find-commands.ts';
import { type KeyCombo, type KeyPlatform, keyText } from '../commands/keys.ts';
import { KEY_WORDS } from '../words/shortcuts/key-words.ts';
import { FixedKeys, fixedKeysFor } from './fixed-keys.tsx';
import { type KeyChange, withKeys, withUsualKeys } from './key-changes.ts';
import { KeyRow } from './key-row.tsx';
import { keysOf, NO_OWN_KEYS, type OwnKeys } from './own-keys.ts';
import { isInSection, nameOf, SECTIONS } from './sections.ts';
import '../styles/keys-dialog.css';

/** Escape closes whatever is open, and the person needs one key that always does. */
const CHANGEABLE = COMMANDS.filter(({ id, fixedKeys }) => id !== 'edit.cancel' && fixedKeys === undefined);

interface KeysDialogProps {
  readonly own: OwnKeys;
  readonly platform: KeyPlatform;
  readonly onOwn: (own: OwnKeys) => void;
  readonly onClose: () => void;
}

/** All commands with their keys, to be changed. */
export function KeysDialog({ own, platform, onOwn, onClose }: KeysDialogProps): ReactNode {
  const [text, setText] = useState('');
  const [open, setOpen] = useState<string | undefined>(undefined);
  const [said, say] = useState('');
  const [before, setBefore] = useState<OwnKeys | undefined>(undefined);
  const found = CHANGEABLE.filter((command) => isFound(command, own, { text, platform }));
  const fixed = fixedKeysFor(text, platform);

  const change = (next: OwnKeys, sentence: string): void => {
    setBefore(own);
    onOwn(next);
    say(sentence);
  };
  const apply = ({ own: next, losers }: KeyChange, sentence: string): void => {
    const lost = losers.flatMap((id) => findCommand(id) ?? []).map((command) => KEY_WORDS.lost(nameOf(command)));
    change(next, [sentence, ...lost].join(' '));
  };
  const give = (command: Command, keys: readonly KeyCombo[]): void => {
    const last = keys.at(-1);
    const name = nameOf(command);
    apply(
      withKeys(command, keys, COMMANDS, own),
      last ? KEY_WORDS.gave(name, keys.map((key) => keyText(key, platform)).join(', ')) : KEY_WORDS.removed(name),
    );
  };

  return (
    <Dialog title={KEY_WORDS.title} onClose={onClose} className="keys">
      <input
        className="field keys__field"
        type="search"
        aria-label={KEY_WORDS.field}
        placeholder={KEY_WORDS.hint}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="keys__list">
        {SECTIONS.map(({ title, kinds }) => {
          const commands = found.filter((command) => isInSection(command, kinds));
          if (commands.length === 0) return null;
          return (
            <section key={title} aria-label={title}>
              <h3>{title}</h3>
              <ul>
                {commands.map((command) => (
                  <KeyRow
                    key={command.id}
                    {...{ command, own, platform }}
                    isOpen={open === command.id}
                    onToggle={() => setOpen(open === command.id ? undefined : command.id)}
                    onKeys={(keys) => give(command, keys)}
                    onUsual={() => apply(withUsualKeys(command, COMMANDS, own), KEY_WORDS.isUsual(nameOf(command)))}
                  />
                ))}
              </ul>
            </section>
          );
        })}
        <FixedKeys keys={fixed} platform={platform} />
        {found.length === 0 && fixed.length === 0 ? <p className="muted">{KEY_WORDS.none}</p> : null}
      </div>
      <div className="keys__foot">
        <p role="status">{said === '' ? <span className="muted">{KEY_WORDS.kept}</span> : said}</p>
        {before === undefined ? null : (
          <button
            type="button"
            className="button"
            onClick={() => {
              onOwn(before);
              setBefore(undefined);
              say(KEY_WORDS.undone);
            }}
          >
            {KEY_WORDS.undo}
          </button>
        )}
        <button
          type="button"
          className="button"
          aria-disabled={Object.keys(own).length === 0 || undefined}
          onClick={() => {
            if (Object.keys(own).length > 0) change(NO_OWN_KEYS, KEY_WORDS.areUsual);
          }}
        >
          {KEY_WORDS.allUsual}
        </button>
      </div>
    </Dialog>
  );
}

/** By its name, or by one of its keys as it is shown: `Ctrl+D`, or only `D`. */
function isFound(command: Command, own: OwnKeys, by: { readonly text: string; readonly platform: KeyPlatform }): boolean {
  const wanted = fold(by.text.trim());
  if (wanted === '' || fold(command.label).includes(wanted)) return true;
  return keysOf(command, own).some((combo) => {
    const shown = fold(keyText(combo, by.platform));
    return shown === wanted || (wanted.length > 1 && shown.includes(wanted));
  });
}
