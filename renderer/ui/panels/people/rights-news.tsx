import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { mayDraw } from '../../../../core/contract/access/grants.ts';
import type { SessionStatus } from '../../../session/session.ts';
import { ICON } from '../../chrome/parts/icon-button.tsx';
import type { RightsActs } from '../../rights-acts.ts';
import type { Person } from '../../watching/people/people.ts';
import { CHROME } from '../../words/chrome-words.ts';
import { handsOf, RaisedHands, RaiseHand } from './rights-section.tsx';

interface RightsNewsProps {
  readonly status: Pick<SessionStatus, 'grant' | 'rights'>;
  readonly others: readonly Person[];
  readonly rights: Pick<RightsActs, 'act' | 'handUp'>;
}

/** While only hosts draw: the raised hands, for hosts, and for others why they have no pen and how they ask for it. */
export function RightsNews({ status, others, rights }: RightsNewsProps): ReactNode {
  const [isClosed, setClosed] = useState(false);
  const hands = handsOf(status, others);
  const isHost = status.grant === 'host';
  if (isHost ? hands.length === 0 : isClosed || mayDraw(status.grant)) return null;
  return (
    <div className="surface rights-news" role="status" data-testid="rights-news">
      {isHost ? (
        <RaisedHands hands={hands} act={rights.act} />
      ) : (
        <>
          <button
            type="button"
            className="icon-button icon-button--small rights-news__close"
            aria-label={CHROME.close}
            onClick={() => setClosed(true)}
          >
            <X {...ICON} size={14} />
          </button>
          <RaiseHand {...rights} />
        </>
      )}
    </div>
  );
}
