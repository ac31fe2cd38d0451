import { type FormEvent, type ReactNode, useState } from 'react';
import { readTopics } from '../../../../core/contract/announcement.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { ANNOUNCEMENT } from '../../words/outside-words.ts';
import { PROFILE } from '../../words/people/people-words.ts';
import '../../styles/people.css';

interface TopicsFieldProps {
  readonly topics: readonly string[];
  readonly onTopics: (topics: readonly string[]) => void;
}

/** [ANN-2] The topics of announcements that the person asks for, in one line. */
export function TopicsField({ topics, onTopics }: TopicsFieldProps): ReactNode {
  const [line, setLine] = useState(topics.join(', '));
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const read = topicsIn(line);
    setLine(read.join(', '));
    onTopics(read);
  };
  return (
    <form className="topics" onSubmit={save}>
      <label className="field-label" htmlFor="profile-topics">
        {ANNOUNCEMENT.topics}
      </label>
      <div className="field-row">
        <input
          id="profile-topics"
          className="field"
          autoComplete="off"
          spellCheck={false}
          maxLength={LIMITS.topicsPerMember * LIMITS.topicChars}
          aria-describedby="profile-topics-hint"
          value={line}
          onChange={(event) => setLine(event.currentTarget.value)}
        />
        <button type="submit" className="button" disabled={topicsIn(line).join() === topics.join()}>
          {PROFILE.save}
        </button>
      </div>
      <p className="hint" id="profile-topics-hint">
        {ANNOUNCEMENT.topicsHint}
      </p>
    </form>
  );
}

/** Topics are lower case; a person need not know that. */
function topicsIn(line: string): readonly string[] {
  return readTopics(line.toLowerCase().split(/[\s,;]+/));
}
