import { X } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { ICON } from '../../chrome/parts/icon-button.tsx';
import { cleanName } from '../../settings/settings.ts';
import { NAME_QUESTION } from '../../words/people/people-words.ts';
import '../../styles/people.css';

interface NameQuestionProps {
  /** The name that was given, until another one is. */
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly onSkip: () => void;
}

/** Asked once, when another person is in the room who could read the name. It takes no focus and blocks nothing. */
export function NameQuestion({ name, onName, onSkip }: NameQuestionProps): ReactNode {
  const [typed, setTyped] = useState('');
  const clean = cleanName(typed);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (clean !== '') onName(clean);
  };
  return (
    <form className="surface name-question" aria-label={NAME_QUESTION.title(name)} data-testid="name-question" onSubmit={save}>
      <div className="name-question__title">
        <p>{NAME_QUESTION.title(name)}</p>
        <button
          type="button"
          className="icon-button icon-button--small"
          aria-label={NAME_QUESTION.skip}
          title={NAME_QUESTION.skip}
          onClick={onSkip}
        >
          <X {...ICON} size={14} />
        </button>
      </div>
      <div className="field-row">
        <input
          className="field"
          aria-label={NAME_QUESTION.field}
          placeholder={NAME_QUESTION.field}
          autoComplete="nickname"
          spellCheck={false}
          maxLength={LIMITS.nameChars}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <button type="submit" className="button button--primary" disabled={clean === ''}>
          {NAME_QUESTION.save}
        </button>
      </div>
    </form>
  );
}
