import type { ReactNode } from 'react';
import type { Bill } from '../../../core/contract/hub-contract.ts';
import { AvatarDisc } from '../chrome/avatar-disc.tsx';
import { PanelTitle, Popover } from '../chrome/popover.tsx';
import type { Source } from '../value-store.ts';
import type { Person } from '../watching/people.ts';
import { BillNote } from './bill-note.tsx';

interface PeoplePanelProps {
  readonly you: Person;
  readonly others: readonly Person[];
  /** What the room costs; undefined where nothing is billed, or it is not this person's to know. */
  readonly bill: Source<Bill | undefined> | undefined;
  readonly onClose: () => void;
}

/** Everybody in the room, by name. */
export function PeoplePanel({ you, others, bill, onClose }: PeoplePanelProps): ReactNode {
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
      {bill === undefined ? null : <BillNote bill={bill} />}
    </Popover>
  );
}
