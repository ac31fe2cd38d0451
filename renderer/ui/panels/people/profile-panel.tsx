import { Check } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { CURSOR_COLORS } from '../../../engine/palette.ts';
import { PanelTitle, Popover } from '../../chrome/parts/popover.tsx';
import { walkToolbar } from '../../chrome/parts/walk-toolbar.ts';
import type { OwnProfile } from '../../settings/own-profile.ts';
import { cleanName } from '../../settings/settings.ts';
import type { Person } from '../../watching/people/people.ts';
import { PROFILE } from '../../words/people/people-words.ts';
import { TopicsField } from './topics-field.tsx';

interface ProfilePanelProps {
  readonly you: Person;
  readonly profile: OwnProfile;
  readonly topics: readonly string[];
  /** What a host who is alone decides about the room. With others it is in the list of people. */
  readonly rights: ReactNode;
  readonly onClose: () => void;
}

/** The person's name and cursor colour, as others see them. */
export function ProfilePanel({ you, profile, topics, rights, onClose }: ProfilePanelProps): ReactNode {
  const [name, setName] = useState(you.name);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const clean = cleanName(name);
    if (clean !== '' && clean !== you.name) profile.change({ name: clean });
    onClose();
  };
  return (
    <Popover label={PROFILE.title} side="right" onClose={onClose} className="profile-panel">
      <PanelTitle title={PROFILE.title} onClose={onClose} />
      <form onSubmit={save}>
        <label className="field-label" htmlFor="profile-name">
          {PROFILE.name}
        </label>
        <div className="field-row">
          <input
            id="profile-name"
            className="field"
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            maxLength={LIMITS.nameChars}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <button type="submit" className="button button--primary" disabled={cleanName(name) === ''}>
            {PROFILE.save}
          </button>
        </div>
      </form>
      <p className="field-label" id="profile-color">
        {PROFILE.color}
      </p>
      <div className="person-colors" role="radiogroup" aria-labelledby="profile-color" onKeyDown={walkToolbar}>
        {CURSOR_COLORS.map(({ fill, text }, color) => (
          // biome-ignore lint/a11y/useSemanticElements: a grid of swatches that walks like a toolbar
          <button
            key={fill}
            type="button"
            role="radio"
            aria-checked={you.color === color}
            aria-label={PROFILE.colorAt(color + 1)}
            className="person-color"
            onClick={() => profile.change({ color })}
          >
            <span style={{ backgroundColor: fill, color: text }}>
              {you.color === color ? <Check size={15} strokeWidth={3} aria-hidden="true" /> : null}
            </span>
          </button>
        ))}
      </div>
      <p className="hint">{PROFILE.hint}</p>
      <TopicsField topics={topics} onTopics={profile.askForTopics} />
      {rights}
    </Popover>
  );
}
