import { Eye, EyeOff } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ClientId } from '../../../../core/board/ids.ts';
import { ICON } from '../../chrome/icon-button.tsx';
import { AvatarDisc } from '../../chrome/people/avatar-disc.tsx';
import { PanelTitle, Popover } from '../../chrome/popover.tsx';
import type { CursorChoice } from '../../settings/settings.ts';
import type { Person } from '../../watching/people.ts';
import { CURSOR_CHOICES, PEOPLE } from '../../words/people-words.ts';
import '../../styles/people.css';

/** The actions on people. */
export interface PeopleActs {
  readonly followed: ClientId | undefined;
  readonly onFollow: (clientId: ClientId) => void;
  readonly cursors: CursorChoice;
  readonly onCursors: (choice: CursorChoice) => void;
  readonly hidden: readonly string[];
  readonly onHide: (clientId: ClientId, isHidden: boolean) => void;
}

interface PeoplePanelProps extends PeopleActs {
  readonly you: Person;
  readonly others: readonly Person[];
  /** The initials of `you`, and then of each of the others. */
  readonly initials: readonly string[];
  /** The hosts' controls for the rights of people. */
  readonly rights: ReactNode;
  readonly onClose: () => void;
}

/** All people in the room, by name, with the buttons to follow a view and to show or hide a cursor. */
export function PeoplePanel({ you, others, initials, rights, onClose, ...acts }: PeoplePanelProps): ReactNode {
  return (
    <Popover label="People" side="right" onClose={onClose} className="people-panel">
      <PanelTitle title={`${others.length + 1} people here`} onClose={onClose} />
      <ul className="people-list">
        <li className="people-list__you">
          <AvatarDisc person={you} initials={initials[0] ?? ''} />
          <span className="people-list__name">{you.name}</span>
          <span className="muted">{PEOPLE.you}</span>
        </li>
        {others.map((person, i) => (
          <PersonLine key={person.clientId} {...acts} person={person} initials={initials[i + 1] ?? ''} onClose={onClose} />
        ))}
      </ul>
      <p className="hint">{PEOPLE.followHint}</p>
      <p className="field-label" id="cursor-choice">
        {PEOPLE.cursors}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a row of buttons is no fieldset */}
      <div className="segments segments--words" role="group" aria-labelledby="cursor-choice">
        {CURSOR_CHOICES.map(({ choice, label }) => (
          <button key={choice} type="button" aria-pressed={acts.cursors === choice} onClick={() => acts.onCursors(choice)}>
            {label}
          </button>
        ))}
      </div>
      {rights}
    </Popover>
  );
}

interface PersonLineProps extends PeopleActs {
  readonly person: Person;
  readonly initials: string;
  readonly onClose: () => void;
}

function PersonLine({ person, initials, onClose, followed, onFollow, cursors, hidden, onHide }: PersonLineProps): ReactNode {
  const isHidden = hidden.includes(person.clientId);
  const isFollowed = followed === person.clientId;
  const eye = isHidden ? PEOPLE.show(person.name) : PEOPLE.hide(person.name);
  return (
    <li>
      <button
        type="button"
        className="people-list__person"
        aria-label={isFollowed ? PEOPLE.following(person.name) : PEOPLE.follow(person.name)}
        aria-pressed={isFollowed}
        title={PEOPLE.follow(person.name)}
        onClick={() => {
          onClose();
          onFollow(person.clientId);
        }}
      >
        <AvatarDisc person={person} initials={initials} />
        <span className="people-list__name">{person.name}</span>
      </button>
      {cursors === 'hidden' ? null : (
        <button
          type="button"
          className="icon-button icon-button--small"
          aria-label={eye}
          title={eye}
          aria-pressed={isHidden}
          onClick={() => onHide(person.clientId, !isHidden)}
        >
          {isHidden ? <EyeOff {...ICON} size={16} /> : <Eye {...ICON} size={16} />}
        </button>
      )}
    </li>
  );
}
