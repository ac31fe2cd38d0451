import { LogIn } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SessionStatus } from '../../../session/session.ts';
import { SIGN_IN_WORDS } from '../../words/people/sign-in-words.ts';
import { NoticeCard } from './notice-card.tsx';
import { WaysOut } from './ways-out.tsx';

interface SignInCardProps {
  readonly state: SessionStatus['state'];
  readonly elements: number;
  readonly inApp: boolean;
  readonly onSignIn: () => void;
  readonly onSave: () => void;
  readonly onJoin: () => void;
}

/** [RGT-12] The way to the organisation's sign-in. What is on the board here stays visible behind it. */
export function SignInCard({ state, elements, inApp, onSignIn, onSave, onJoin }: SignInCardProps): ReactNode {
  if (state.phase !== 'refused' || state.code !== 'access.sign_in') return null;
  const text = inApp ? SIGN_IN_WORDS.inApp : SIGN_IN_WORDS.inBrowser;
  return (
    <NoticeCard icon={LogIn} title={SIGN_IN_WORDS.title} text={text} testId="sign-in" isWaiting>
      <button type="button" className="button button--primary" onClick={onSignIn}>
        {SIGN_IN_WORDS.press}
      </button>
      <WaysOut elements={elements} onSave={onSave} onJoin={onJoin} />
    </NoticeCard>
  );
}
