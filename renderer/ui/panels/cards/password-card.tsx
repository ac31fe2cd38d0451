import { KeyRound } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { PASSWORD_CHARS } from '../../../../core/contract/access/room-pass.ts';
import type { SessionStatus } from '../../../session/session.ts';
import { PASSWORD_WORDS } from '../../words/people/password-words.ts';
import { NoticeCard } from './notice-card.tsx';
import { WaysOut } from './ways-out.tsx';
import '../../styles/password-form.css';

interface PasswordCardProps {
  readonly state: SessionStatus['state'];
  readonly elements: number;
  /** Tries to enter the room with this password. */
  readonly onEnter: (password: string) => Promise<void>;
  readonly onSave: () => void;
  readonly onJoin: () => void;
}

/** [RGT-11] Asks for the room's password. What is on the board here stays visible behind it. */
export function PasswordCard({ state, elements, onEnter, onSave, onJoin }: PasswordCardProps): ReactNode {
  const [password, setPassword] = useState('');
  const [hasTried, setTried] = useState(false);
  const [isTrying, setTrying] = useState(false);
  if (state.phase !== 'refused' || (state.code !== 'pass.needed' && state.code !== 'pass.wrong')) return null;
  const isWrong = state.code === 'pass.wrong';
  const text = !isWrong ? PASSWORD_WORDS.ask : hasTried ? PASSWORD_WORDS.wrong : PASSWORD_WORDS.keptOneIsOld;
  const enter = (event: FormEvent): void => {
    event.preventDefault();
    if (password === '' || isTrying) return;
    setTrying(true);
    void onEnter(password).finally(() => {
      setTrying(false);
      setTried(true);
      setPassword('');
    });
  };
  return (
    <NoticeCard icon={KeyRound} title={PASSWORD_WORDS.title} text={text} testId="password" isWaiting>
      <form className="password-form" onSubmit={enter}>
        <input
          className="field"
          type="password"
          aria-label={PASSWORD_WORDS.field}
          placeholder={PASSWORD_WORDS.field}
          autoComplete="off"
          maxLength={PASSWORD_CHARS.longest}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <button type="submit" className="button button--primary" disabled={password === '' || isTrying}>
          {PASSWORD_WORDS.enter}
        </button>
      </form>
      <WaysOut elements={elements} onSave={onSave} onJoin={onJoin} />
    </NoticeCard>
  );
}
