import { Bot, Eye, EyeOff, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ClientId } from '../../../../core/board/ids.ts';
import { ICON } from '../../chrome/parts/icon-button.tsx';
import { PanelTitle, Popover } from '../../chrome/parts/popover.tsx';
import { AvatarDisc } from '../../chrome/people/avatar-disc.tsx';
import type { CursorChoice } from '../../settings/settings.ts';
import type { Person } from '../../watching/people/people.ts';
import { PROGRAM } from '../../words/outside-words.ts';
import { CURSOR_CHOICES, CURSOR_WORDS, PEOPLE } from '../../words/people/people-words.ts';
import '../../styles/people.css';

/** The actions on people. */
export interface PeopleActs {
  readonly followed: ClientId | undefined;
  readonly onFollow: (clientId: ClientId) => void;
  readonly cursors: CursorChoice;
  readonly onCursors: (choice: CursorChoice) => void;
  readonly hidden: readonly string[];
  readonly onHide: (clientId: ClientId, isHidden: boolean) => void;
  /** Removes what a program drew. Undefined for a person who may not draw. */
  readonly onTakeBack: ((person: Person) => void) | undefined;
}

interface PeoplePanelProps extends PeopleActs {
  readonly you: Person;
  readonly others: readonly Person[];
  /** Others who only watch and are not in the list. */
  readonly viewers: number;
  /** The initials of `you`, and then of each of the others. */
  readonly initials: readonly string[];
  /** The hosts' controls for the rights of people. */
  readonly rights: ReactNode;
  readonly onClose: () => void;
}

/** All people in the room, by name, with the buttons to follow a view and to show or hide a cursor. */
export function PeoplePanel({ you, others, viewers, initials, rights, onClose, ...acts }: PeoplePanelProps): ReactNode {
  return (
    <Popover label={PEOPLE.panel} side="right" onClose={onClose} className="people-panel">
      <PanelTitle title={PEOPLE.title(others.length + 1 + viewers)} onClose={onClose} />
      <ul className="people-list">
        <li className="people-list__you">
          <AvatarDisc person={you} initials={initials[0] ?? ''} />
          <span className="people-list__name">{you.name}</span>
          <span className="muted">{PEOPLE.you}</span>
        </li>
        {others.map((person, i) => (
          <PersonLine key={person.clientId} {...acts} person={person} initials={initials[i + 1] ?? ''} onClose={onClose} />
        ))}
        {viewers > 0 ? (
          <li className="people-list__viewers muted" data-testid="viewers">
            {PEOPLE.viewers(viewers)}
          </li>
        ) : null}
      </ul>
      <p className="hint">{PEOPLE.followHint}</p>
      <p className="field-label" id="cursor-choice">
        {PEOPLE.cursors}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a row of buttons is no fieldset */}
      <div className="segments segments--words" role="group" aria-labelledby="cursor-choice">
        {CURSOR_CHOICES.map((choice) => (
          <button key={choice} type="button" aria-pressed={acts.cursors === choice} onClick={() => acts.onCursors(choice)}>
            {CURSOR_WORDS[choice].label}
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

function PersonLine({
  person,
  initials,
  onClose,
  followed,
  onFollow,
  cursors,
  hidden,
  onHide,
  onTakeBack,
}: PersonLineProps): ReactNode {
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
        {person.program === true ? (
          <span className="people-list__program muted">
            <Bot {...ICON} size={14} />
            {PROGRAM.is}
          </span>
        ) : null}
      </button>
      {person.program === true && onTakeBack !== undefined ? (
        <button
          type="button"
          className="icon-button icon-button--small"
          aria-label={PROGRAM.takeBack(person.name)}
          title={PROGRAM.takeBack(person.name)}
          onClick={() => onTakeBack(person)}
        >
          <Undo2 {...ICON} size={16} />
        </button>
      ) : null}
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
