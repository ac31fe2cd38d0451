import { type ReactNode, useEffect, useState } from 'react';
import type { Clock } from '../../../core/base/host.ts';
import type { Session } from '../../session/session.ts';
import { watchChanges } from '../watching/changes-said.ts';

interface ChangesSaidProps {
  readonly session: Pick<Session, 'board' | 'onChange'>;
  readonly clock: Clock;
}

/** Says to screen readers that others have changed the board. Not visible. */
export function ChangesSaid({ session, clock }: ChangesSaidProps): ReactNode {
  const [text, setText] = useState('');
  const { board, onChange } = session;
  useEffect(() => {
    const changes = watchChanges({ board, onChange }, clock);
    const watching = changes.watch(() => setText(changes.read()));
    return () => {
      watching.dispose();
      changes.dispose();
    };
  }, [board, onChange, clock]);
  return (
    <p className="visually-hidden" role="status" aria-live="polite" data-testid="changes-said">
      {text}
    </p>
  );
}
