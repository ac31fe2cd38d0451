import type { ReactNode } from 'react';
import type { AppProps } from '../../app-props.ts';
import { latePanel } from '../../late-panel.tsx';
import { useSource } from '../../use-source.ts';
import { isFriendlyName } from '../../words/people/friendly-name.ts';

const RightsNews = latePanel(async () => (await import('../../panels/people/rights-news.tsx')).RightsNews);
const NameQuestion = latePanel(async () => (await import('../../panels/people/name-question.tsx')).NameQuestion);

/** Shows who came and, once, the question for the person's own name. */
export function PeopleNews({ arrivals, people, status, settings, following, meeting, profile, rights }: AppProps): ReactNode {
  const now = useSource(status);
  const { you, state } = now;
  const { introduced } = useSource(settings);
  const others = useSource(people);
  const came = useSource(arrivals);
  // In a narrow window both would have the same place.
  const isFollowing = useSource(following) !== undefined;
  // The drawer lies over the place of the question.
  const isMeeting = useSource(meeting.open) !== undefined;
  const isAsked =
    !introduced && !isFollowing && !isMeeting && others.length > 0 && state.phase === 'live' && isFriendlyName(you.name);
  const answered = (): void => settings.change({ introduced: true });
  return (
    <>
      <div role="status" aria-live="polite" data-testid="arrivals">
        {came === undefined ? null : <p className="joined">{came}</p>}
      </div>
      {now.locked ? <RightsNews status={now} others={others} rights={rights} /> : null}
      {isAsked ? (
        <NameQuestion
          name={you.name}
          onName={(name) => {
            answered();
            profile.change({ name });
          }}
          onSkip={answered}
        />
      ) : null}
    </>
  );
}
