import { Check } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { CURSOR_COLORS } from '../../../engine/palette.ts';
import { PanelTitle, Popover } from '../../chrome/popover.tsx';
import { walkToolbar } from '../../chrome/toolbar.tsx';
import { cleanName } from '../../settings/settings.ts';
import type { Person } from '../../watching/people.ts';

interface ProfilePanelProps {
  readonly you: Person;
  readonly onProfile: (change: { readonly name?: string; readonly color?: number }) => void;
  readonly onClose: () => void;
}

/** The person's name and cursor colour, as others see them. */
export function ProfilePanel({ you, onProfile, onClose }: ProfilePanelProps): ReactNode {
  const [name, setName] = useState(you.name);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const clean = cleanName(name);
    if (clean !== '' && clean !== you.name) onProfile({ name: clean });
    onClose();
  };
  return (
    <Popover label="You" side="right" onClose={onClose} className="profile-panel">
      <PanelTitle title="You" onClose={onClose} />
      <form onSubmit={save}>
        <label className="field-label" htmlFor="profile-name">
          Name
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
            Save
          </button>
        </div>
      </form>
      <p className="field-label" id="profile-color">
        Colour
      </p>
      <div className="person-colors" role="radiogroup" aria-labelledby="profile-color" onKeyDown={walkToolbar}>
        {CURSOR_COLORS.map(({ fill, text }, color) => (
          // biome-ignore lint/a11y/useSemanticElements: a grid of swatches that walks like a toolbar
          <button
            key={fill}
            type="button"
            role="radio"
            aria-checked={you.color === color}
            aria-label={`Colour ${color + 1}`}
            className="person-color"
            onClick={() => onProfile({ color })}
          >
            <span style={{ backgroundColor: fill, color: text }}>
              {you.color === color ? <Check size={15} strokeWidth={3} aria-hidden="true" /> : null}
            </span>
          </button>
        ))}
      </div>
      <p className="hint">Others see both beside your cursor.</p>
    </Popover>
  );
}
