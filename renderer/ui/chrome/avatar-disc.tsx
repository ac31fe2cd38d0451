import type { ReactNode } from 'react';
import { cursorColor } from '../../engine/palette.ts';
import type { Person } from '../watching/people.ts';
import { initials } from '../words/room-title.ts';
import { Tip } from './icon-button.tsx';

/** A person's initials on their colour. */
export function AvatarDisc({ person, tip }: { readonly person: Person; readonly tip?: string | undefined }): ReactNode {
  const { fill, text } = cursorColor(person.color);
  return (
    <span className="avatar" style={{ backgroundColor: fill, color: text }}>
      <span aria-hidden="true">{initials(person.name)}</span>
      {tip === undefined ? null : <Tip label={tip} side="below" />}
    </span>
  );
}
