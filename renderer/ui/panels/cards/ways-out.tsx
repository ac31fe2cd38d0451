import type { ReactNode } from 'react';
import { REACH } from '../../words/status/reach-words.ts';

interface WaysOutProps {
  readonly elements: number;
  readonly onSave: () => void;
  readonly onJoin: () => void;
}

/** The buttons for a person who does not enter the room: to save what is on the board here, and to go to another room. */
export function WaysOut({ elements, onSave, onJoin }: WaysOutProps): ReactNode {
  return (
    <>
      {elements === 0 ? null : (
        <button type="button" className="button" onClick={onSave}>
          {REACH.save}
        </button>
      )}
      <button type="button" className="button button--quiet" onClick={onJoin}>
        {REACH.join}
      </button>
    </>
  );
}
