import { type ReactNode, useState } from 'react';
import { DOTS_MOST } from '../../../core/board/kinds.ts';
import { mayComment, mayDraw } from '../../../core/contract/access/grants.ts';
import type { SessionStatus } from '../../session/session.ts';
import { useSource } from '../use-source.ts';
import { clockWords, TOGETHER } from '../words/meeting/together-words.ts';
import type { Meeting } from './meeting.ts';
import { REACTION_SIGNS } from './reaction-signs.ts';
import type { RoomTimer } from './timer.ts';
import type { Votes } from './votes.ts';
import '../styles/together.css';

interface TogetherTabProps {
  readonly meeting: Pick<Meeting, 'reactions' | 'timer' | 'votes' | 'spotlight' | 'pointers' | 'sayNoReactions'>;
  readonly status: Pick<SessionStatus, 'grant' | 'you'>;
  /** Shows an element of the result. */
  readonly onShow: (item: ReturnType<Votes['read']>['items'][number]) => void;
}

/** Everything but the chat: reactions, timer, vote and spotlight. */
export function TogetherTab({ meeting, status, onShow }: TogetherTabProps): ReactNode {
  const isHost = status.grant === 'host';
  return (
    <div className="together">
      <h3>{TOGETHER.reactions}</h3>
      <div className="together__signs">
        {REACTION_SIGNS.map((sign, reaction) => (
          <button
            key={sign}
            type="button"
            className="icon-button together__sign"
            aria-label={TOGETHER.reactionNames[reaction]}
            title={TOGETHER.reactionNames[reaction]}
            onClick={() => meeting.reactions.react(reaction) || meeting.sayNoReactions()}
          >
            {sign}
          </button>
        ))}
      </div>
      {mayDraw(status.grant) ? <TimerActs timer={meeting.timer} /> : null}
      <VoteActs votes={meeting.votes} grant={status.grant} onShow={onShow} />
      {isHost ? <HostActs meeting={meeting} you={status.you.clientId} /> : null}
    </div>
  );
}

const MINUTES: readonly number[] = [1, 3, 5, 10, 15];
const MINUTE_MS = 60_000;

function TimerActs({ timer }: { readonly timer: RoomTimer }): ReactNode {
  const now = useSource(timer);
  return (
    <>
      <h3>{TOGETHER.timer}</h3>
      {now.phase === 'none' || now.phase === 'over' ? (
        <div className="together__row">
          {MINUTES.map((minutes) => (
            <button
              key={minutes}
              type="button"
              className="button"
              aria-label={TOGETHER.startTimer(minutes)}
              onClick={() => timer.start(minutes * MINUTE_MS)}
            >
              {TOGETHER.minutes(minutes)}
            </button>
          ))}
        </div>
      ) : (
        <div className="together__row">
          <span className="together__clock">{clockWords(now.leftMs)}</span>
          <button type="button" className="button" onClick={now.phase === 'running' ? timer.pause : timer.resume}>
            {now.phase === 'running' ? TOGETHER.pause : TOGETHER.resume}
          </button>
          <button type="button" className="button" onClick={() => timer.add(MINUTE_MS)}>
            {TOGETHER.more}
          </button>
          <button type="button" className="button" onClick={timer.end}>
            {TOGETHER.endTimer}
          </button>
        </div>
      )}
    </>
  );
}

const USUAL_DOTS = 3;

function VoteActs({
  votes,
  grant,
  onShow,
}: {
  readonly votes: Votes;
  readonly grant: SessionStatus['grant'];
  readonly onShow: TogetherTabProps['onShow'];
}): ReactNode {
  const { phase, most, own, all, items, isPlacing } = useSource(votes);
  const [dots, setDots] = useState(USUAL_DOTS);
  const leads = mayDraw(grant);
  if (phase === 'none' && !leads) return null;
  return (
    <>
      <h3>{TOGETHER.vote}</h3>
      {phase === 'none' ? (
        <div className="together__row">
          <label className="together__dots">
            {TOGETHER.dots}
            <input
              type="number"
              className="field"
              min={1}
              max={DOTS_MOST}
              value={dots}
              onChange={({ currentTarget }) =>
                setDots(Math.min(DOTS_MOST, Math.max(1, Math.round(currentTarget.valueAsNumber) || 1)))
              }
            />
          </label>
          <button type="button" className="button" onClick={() => votes.start(dots)}>
            {TOGETHER.startVote}
          </button>
        </div>
      ) : null}
      {phase === 'open' ? (
        <>
          <p className="muted" role="status">
            {TOGETHER.yours(most - own.length)}, {TOGETHER.all(all.length)}
          </p>
          <div className="together__row">
            {mayComment(grant) ? (
              <button
                type="button"
                className="button button--primary"
                aria-pressed={isPlacing}
                onClick={() => votes.placingIs(!isPlacing)}
              >
                {isPlacing ? TOGETHER.placed : TOGETHER.place}
              </button>
            ) : null}
            {leads ? (
              <button type="button" className="button" onClick={votes.end}>
                {TOGETHER.endVote}
              </button>
            ) : null}
          </div>
        </>
      ) : null}
      {phase === 'ended' ? (
        <>
          {items.length === 0 ? <p className="muted">{TOGETHER.noDots}</p> : null}
          <ol className="together__result" aria-label={TOGETHER.result}>
            {items.map((item, at) => (
              <li key={item.element ?? 'free'}>
                <button type="button" className="button button--quiet" onClick={() => onShow(item)}>
                  {TOGETHER.item(at + 1, item.dots.length)}
                  {item.element === undefined ? `, ${TOGETHER.free}` : ''}
                </button>
              </li>
            ))}
          </ol>
          {leads ? (
            <button type="button" className="button" onClick={votes.clear}>
              {TOGETHER.clearVote}
            </button>
          ) : null}
        </>
      ) : null}
    </>
  );
}

/** What only hosts decide about the meeting. */
function HostActs({ meeting: { spotlight, pointers }, you }: HostActsProps): ReactNode {
  const isAsking = useSource(spotlight) === you;
  const isHiding = useSource(pointers) !== undefined;
  return (
    <>
      <h3>{TOGETHER.spotlight}</h3>
      <ToggleButton isOn={isAsking} turnOn={spotlight.ask} turnOff={spotlight.stopAsking}>
        {isAsking ? TOGETHER.stopAsking : TOGETHER.ask}
      </ToggleButton>
      <p className="muted">{TOGETHER.spotlightHint}</p>
      <h3>{TOGETHER.pointers}</h3>
      <ToggleButton isOn={isHiding} turnOn={pointers.hideOthers} turnOff={pointers.showAll}>
        {isHiding ? TOGETHER.showPointers : TOGETHER.hidePointers}
      </ToggleButton>
      <p className="muted">{TOGETHER.pointersHint}</p>
    </>
  );
}

interface HostActsProps {
  readonly meeting: Pick<Meeting, 'spotlight' | 'pointers'>;
  readonly you: SessionStatus['you']['clientId'];
}

interface ToggleButtonProps {
  readonly isOn: boolean;
  readonly turnOn: () => void;
  readonly turnOff: () => void;
  readonly children: ReactNode;
}

function ToggleButton({ isOn, turnOn, turnOff, children }: ToggleButtonProps): ReactNode {
  return (
    <button type="button" className="button" aria-pressed={isOn} onClick={isOn ? turnOff : turnOn}>
      {children}
    </button>
  );
}
