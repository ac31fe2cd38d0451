import type { ReactNode } from 'react';
import { AvatarDisc } from '../chrome/avatar-disc.tsx';
import { PanelTitle, Popover } from '../chrome/popover.tsx';
import type { Person } from '../watching/people.ts';

interface PeoplePanelProps {
  readonly you: Person;
  readonly others: readonly Person[];
  readonly onClose: () => void;
  /** What may be decided about them. */
  readonly rights: ReactNode;
}

/** Everybody in the room, by name. */
export function PeoplePanel({ you, others, onClose, rights }: PeoplePanelProps): ReactNode {
  return (
    <Popover label="People" side="right" onClose={onClose} className="people-panel">
      <PanelTitle title={`${others.length + 1} people here`} onClose={onClose} />
      <ul className="people-list">
        <li>
          <AvatarDisc person={you} />
          <span className="people-list__name">{you.name}</span>
          <span className="muted">you</span>
        </li>
        {others.map((person) => (
          <li key={person.clientId}>
            <AvatarDisc person={person} />
            <span className="people-list__name">{person.name}</span>
          </li>
        ))}
      </ul>
      {rights}
    </Popover>
  );
}
