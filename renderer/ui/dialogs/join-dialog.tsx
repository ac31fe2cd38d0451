import { type FormEvent, type ReactNode, useState } from 'react';
import type { RoomLink } from '../../../core/contract/room-link.ts';
import { Dialog } from '../chrome/dialog.tsx';
import { joinChoice } from './join-choice.ts';

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
    <Dialog title="Join a room" onClose={onClose} className="dialog--small">
      <form onSubmit={join}>
        <label className="field-label" htmlFor="join-text">
          Link or room name
        </label>
        <input
          id="join-text"
          className="field"
          data-autofocus
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          placeholder="https://… or a name"
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
          {reason ??
            (choice.kind === 'room' && choice.elsewhere
              ? `On the server ${choice.link.server}.`
              : `A name alone is a room on ${server}.`)}
        </p>
        <div className="dialog__actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button--primary" disabled={choice.kind === 'empty'}>
            Join
          </button>
        </div>
      </form>
      {nearby}
    </Dialog>
  );
}
