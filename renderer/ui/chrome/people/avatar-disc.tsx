import type { ReactNode } from 'react';
import { cursorColor } from '../../../engine/palette.ts';
import type { Person } from '../../watching/people.ts';
import { Tip } from '../icon-button.tsx';

interface AvatarDiscProps {
  readonly person: Person;
  readonly initials: string;
  readonly tip?: string | undefined;
}

/** A person's initials on the person's colour. */
export function AvatarDisc({ person, initials, tip }: AvatarDiscProps): ReactNode {
  const { fill, text } = cursorColor(person.color);
  return (
    <span className="avatar" style={{ backgroundColor: fill, color: text }}>
      <span aria-hidden="true">{initials}</span>
      {tip === undefined ? null : <Tip label={tip} side="below" />}
    </span>
  );
}
