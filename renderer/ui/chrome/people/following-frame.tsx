import { Eye } from 'lucide-react';
import type { ReactNode } from 'react';
import { cursorColor } from '../../../engine/palette.ts';
import type { Person } from '../../watching/people/people.ts';
import { PEOPLE } from '../../words/people/people-words.ts';
import { ICON } from '../parts/icon-button.tsx';
import '../../styles/people.css';

interface FollowingFrameProps {
  readonly person: Person;
  readonly stop: () => void;
}

/** The frame around the board while a person is followed, in that person's colour, with the button to stop. */
export function FollowingFrame({ person, stop }: FollowingFrameProps): ReactNode {
  const { fill, text } = cursorColor(person.color);
  return (
    <div className="following" style={{ borderColor: fill }} data-testid="following">
      <button type="button" className="following__end" style={{ backgroundColor: fill, color: text }} onClick={stop}>
        <Eye {...ICON} size={15} />
        <span className="following__name" role="status">
          {PEOPLE.following(person.name)}
        </span>
        <span className="following__stop">
          {PEOPLE.stop}
          <kbd>{PEOPLE.stopKey}</kbd>
        </span>
      </button>
    </div>
  );
}
