import { type FormEvent, type ReactNode, useState } from 'react';
import { PASSWORD_CHARS } from '../../../../core/contract/access/room-pass.ts';
import { PASSWORD_WORDS } from '../../words/people/password-words.ts';

interface PasswordSettingProps {
  readonly hasPassword: boolean;
  /** `undefined` removes it. Resolves to false when it was refused, which is said elsewhere. */
  readonly onPassword: (password: string | undefined) => Promise<boolean>;
}

/** [RGT-11] Where a host gives the room a password, or takes it away. */
export function PasswordSetting({ hasPassword, onPassword }: PasswordSettingProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [password, setPassword] = useState('');
  const close = (): void => {
    setOpen(false);
    setPassword('');
  };
  const set = (event: FormEvent): void => {
    event.preventDefault();
    if (password.length < PASSWORD_CHARS.shortest) return;
    void onPassword(password).then((done) => done && close());
  };
  if (isOpen) {
    return (
      <form className="rights" onSubmit={set}>
        <input
          className="field"
          type="password"
          aria-label={PASSWORD_WORDS.newField}
          placeholder={PASSWORD_WORDS.newField}
          autoComplete="new-password"
          minLength={PASSWORD_CHARS.shortest}
          maxLength={PASSWORD_CHARS.longest}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <p className="muted">{PASSWORD_WORDS.hint}</p>
        <div className="rights__acts">
          <button type="button" className="button" onClick={close}>
            {PASSWORD_WORDS.cancel}
          </button>
          <button type="submit" className="button button--primary" disabled={password.length < PASSWORD_CHARS.shortest}>
            {PASSWORD_WORDS.keep}
          </button>
        </div>
      </form>
    );
  }
  return (
    <div className="rights">
      <p className="field-label">{hasPassword ? PASSWORD_WORDS.has : PASSWORD_WORDS.none}</p>
      <div className="rights__acts">
        <button type="button" className="button" onClick={() => setOpen(true)}>
          {hasPassword ? PASSWORD_WORDS.change : PASSWORD_WORDS.set}
        </button>
        {hasPassword ? (
          <button type="button" className="button" onClick={() => void onPassword(undefined)}>
            {PASSWORD_WORDS.remove}
          </button>
        ) : null}
      </div>
    </div>
  );
}
