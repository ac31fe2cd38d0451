import type { ReactNode } from 'react';
import { type PeopleActs, PeoplePanel } from '../../panels/people/people-panel.tsx';
import { ProfilePanel } from '../../panels/people/profile-panel.tsx';
import { type Person, splitAvatars } from '../../watching/people.ts';
import { distinctInitials } from '../../words/initials.ts';
import { AvatarDisc } from './avatar-disc.tsx';
import '../../styles/avatars.css';

interface AvatarsProps {
  readonly you: Person;
  readonly others: readonly Person[];
  readonly open: 'people' | 'profile' | undefined;
  readonly onToggle: (panel: 'people' | 'profile') => void;
  readonly onClose: () => void;
  readonly onProfile: (change: { readonly name?: string; readonly color?: number }) => void;
  readonly acts: PeopleActs;
  /** The hosts' controls for the others' rights. */
  readonly rights: ReactNode;
  /** News about people. */
  readonly children: ReactNode;
}

/** The avatars of the others (four, then a number), and then the own one. */
export function Avatars(props: AvatarsProps): ReactNode {
  const { you, others, open, onToggle, onClose, onProfile, acts, rights, children } = props;
  const { shown, more } = splitAvatars(others);
  const initials = distinctInitials([you, ...others]);
  return (
    <div className="anchor avatars">
      {others.length > 0 ? (
        <button
          type="button"
          className="avatars__others"
          aria-label={`${others.length === 1 ? '1 other person' : `${others.length} other people`} in this room`}
          aria-haspopup="dialog"
          aria-expanded={open === 'people'}
          data-testid="others"
          onClick={() => onToggle('people')}
        >
          {shown.map((person, i) => (
            <AvatarDisc
              key={person.clientId}
              person={person}
              initials={initials[i + 1] ?? ''}
              tip={open === undefined ? person.name : undefined}
            />
          ))}
          {more > 0 ? <span className="avatar avatar--more">+{more}</span> : null}
          <span className="avatar avatar--count" aria-hidden="true">
            {others.length}
          </span>
        </button>
      ) : null}
      <button
        type="button"
        className="avatars__you"
        aria-label={`You are ${you.name}: change name and colour`}
        aria-haspopup="dialog"
        aria-expanded={open === 'profile'}
        data-testid="you"
        onClick={() => onToggle('profile')}
      >
        <AvatarDisc person={you} initials={initials[0] ?? ''} tip={open === undefined ? `${you.name} (you)` : undefined} />
      </button>
      {open === 'people' ? <PeoplePanel {...acts} {...{ you, others, initials, rights, onClose }} /> : null}
      {open === 'profile' ? <ProfilePanel you={you} onProfile={onProfile} onClose={onClose} /> : null}
      {open === undefined ? <div className="people-news">{children}</div> : null}
    </div>
  );
}
