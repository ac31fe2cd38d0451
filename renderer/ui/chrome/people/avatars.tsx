import type { ReactNode } from 'react';
import { latePanel } from '../../late-panel.tsx';
import type { PeopleActs } from '../../panels/people/people-panel.tsx';
import type { OwnProfile } from '../../settings/own-profile.ts';
import { type Person, shortCount, splitAvatars } from '../../watching/people/people.ts';
import { CHROME } from '../../words/chrome-words.ts';
import { distinctInitials } from '../../words/people/initials.ts';
import { AvatarDisc } from './avatar-disc.tsx';
import '../../styles/avatars.css';

const PeoplePanel = latePanel(async () => (await import('../../panels/people/people-panel.tsx')).PeoplePanel);
const ProfilePanel = latePanel(async () => (await import('../../panels/people/profile-panel.tsx')).ProfilePanel);

interface AvatarsProps {
  readonly you: Person;
  readonly others: readonly Person[];
  /** Others who only watch and are not in the list. */
  readonly viewers: number;
  readonly open: 'people' | 'profile' | undefined;
  readonly onToggle: (panel: 'people' | 'profile') => void;
  readonly onClose: () => void;
  readonly profile: OwnProfile;
  readonly topics: readonly string[];
  readonly acts: PeopleActs;
  /** The hosts' controls for the room and the others' rights. */
  readonly rights: ReactNode;
  /** News about people. */
  readonly children: ReactNode;
}

/** The avatars of the others (four, then a number), and then the own one. */
export function Avatars(props: AvatarsProps): ReactNode {
  const { you, others, viewers, open, onToggle, onClose, profile, topics, acts, rights, children } = props;
  const { shown, more } = splitAvatars(others);
  const count = others.length + viewers;
  const unseen = more + viewers;
  const initials = distinctInitials([you, ...others]);
  return (
    <div className="anchor avatars">
      {count > 0 ? (
        <button
          type="button"
          className="avatars__others"
          aria-label={CHROME.others(count)}
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
          {unseen > 0 ? <span className="avatar avatar--more avatar__sign" data-sign={`+${shortCount(unseen)}`} /> : null}
          <span className="avatar avatar--count" aria-hidden="true">
            {shortCount(count)}
          </span>
        </button>
      ) : null}
      <button
        type="button"
        className="avatars__you"
        aria-label={CHROME.youAre(you.name)}
        aria-haspopup="dialog"
        aria-expanded={open === 'profile'}
        data-testid="you"
        onClick={() => onToggle('profile')}
      >
        <AvatarDisc person={you} initials={initials[0] ?? ''} tip={open === undefined ? CHROME.you(you.name) : undefined} />
      </button>
      {open === 'people' ? <PeoplePanel {...acts} {...{ you, others, viewers, initials, rights, onClose }} /> : null}
      {open === 'profile' ? <ProfilePanel {...{ you, profile, topics, onClose }} rights={count === 0 ? rights : null} /> : null}
      {open === undefined ? <div className="people-news">{children}</div> : null}
    </div>
  );
}
