import { type FormEvent, type ReactNode, useState } from 'react';
import type { RoomLink } from '../../../core/contract/access/room-link.ts';
import { Dialog } from '../chrome/parts/dialog.tsx';
import { CHROME } from '../words/chrome-words.ts';
import { JOIN } from '../words/dialog-words.ts';
import { type JoinChoice, joinChoice } from './join-choice.ts';

interface JoinDialogProps {
  /** The current server. */
  readonly server: string;
  readonly onJoin: (link: RoomLink) => void;
  readonly onClose: () => void;
  /** Rooms on this network, if the shell can find them. */
  readonly nearby?: ReactNode;
}

export function JoinDialog({ server, onJoin, onClose, nearby }: JoinDialogProps): ReactNode {
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const choice = joinChoice(text, server);
  // No error while the person types a name. An unreadable pasted link, or an attempt to join, shows one.
  const reason = choice.kind === 'wrong' && (tried || text.includes('://')) ? choice.reason : undefined;
  const join = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (choice.kind !== 'room') return;
    onClose();
    onJoin(choice.link);
  };
  return (
    <Dialog title={JOIN.title} onClose={onClose} className="dialog--small">
      <form onSubmit={join}>
        <label className="field-label" htmlFor="join-text">
          {JOIN.field}
        </label>
        <input
          id="join-text"
          className="field"
          data-autofocus
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          placeholder={JOIN.example}
          value={text}
          aria-invalid={reason !== undefined}
          aria-describedby="join-hint"
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <p
          id="join-hint"
          className={reason === undefined ? 'hint' : 'hint hint--bad'}
          role={reason === undefined ? undefined : 'alert'}
        >
          {reason ?? hintOf(choice, server)}
        </p>
        <div className="dialog__actions">
          <button type="button" className="button" onClick={onClose}>
            {CHROME.cancel}
          </button>
          <button type="submit" className="button button--primary" disabled={choice.kind === 'empty'}>
            {JOIN.join}
          </button>
        </div>
      </form>
      {nearby}
    </Dialog>
  );
}

function hintOf(choice: JoinChoice, server: string): string {
  if (choice.kind !== 'room') return JOIN.here(server);
  if (choice.isNear) return JOIN.near(choice.link.room);
  return choice.elsewhere ? JOIN.elsewhere(choice.link.server) : JOIN.here(server);
}
