import type { ReactNode } from 'react';
import { cursorColor } from '../../../engine/palette.ts';
import type { Person } from '../../watching/people/people.ts';
import { Tip } from '../parts/icon-button.tsx';

interface AvatarDiscProps {
  readonly person: Person;
  readonly initials: string;
  readonly tip?: string | undefined;
}

/**
 * A person's initials on the person's colour. A picture of the person, not a label: whatever contains it has the whole name. So the style sheet
 * writes the initials, and a button's visible words stay part of its name.
 */
export function AvatarDisc({ person, initials, tip }: AvatarDiscProps): ReactNode {
  const { fill, text } = cursorColor(person.color);
  return (
    <span className="avatar" style={{ backgroundColor: fill, color: text }}>
      <span className="avatar__sign" data-sign={initials} />
      {tip === undefined ? null : <Tip label={tip} side="below" />}
    </span>
  );
}
