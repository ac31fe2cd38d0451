import { Timer } from 'lucide-react';
import { type PointerEvent, type ReactNode, useEffect } from 'react';
import type { Dot } from '../../../core/board/dots.ts';
import { type Grant, mayComment } from '../../../core/contract/access/grants.ts';
import type { EngineSnapshot } from '../../engine/engine.ts';
import { listen } from '../../engine/listen.ts';
import { cursorColor } from '../../engine/palette.ts';
import { ICON } from '../chrome/parts/icon-button.tsx';
import { useSource } from '../use-source.ts';
import type { Source } from '../value-store.ts';
import { clockWords, TOGETHER } from '../words/meeting/together-words.ts';
import type { Meeting } from './meeting.ts';
import '../styles/together.css';

interface MarksProps {
  readonly meeting: Meeting;
  readonly canvas: Source<EngineSnapshot>;
  readonly color: number;
  readonly grant: Grant;
}

/** What the meeting shows above the board, whether its drawer is open or not. */
export function MeetingMarks(props: MarksProps): ReactNode {
  const { phase } = useSource(props.meeting.votes);
  return (
    <>
      {phase === 'none' ? null : <VoteLayer {...props} />}
      <Bubbles meeting={props.meeting} />
      <TimerChip meeting={props.meeting} />
    </>
  );
}

/** The time that is left. A press opens the drawer. */
function TimerChip({ meeting }: Pick<MarksProps, 'meeting'>): ReactNode {
  const now = useSource(meeting.timer);
  if (now.phase === 'none') return null;
  const isOver = now.phase === 'over';
  const words = isOver
    ? TOGETHER.timeUp
    : now.phase === 'paused'
      ? TOGETHER.resting(clockWords(now.leftMs))
      : TOGETHER.left(clockWords(now.leftMs));
  return (
    <div className="timer-chip" data-phase={now.phase}>
      <button
        type="button"
        className="surface timer-chip__button"
        aria-label={words}
        onClick={() => meeting.open.write('together')}
      >
        <Timer {...ICON} size={16} />
        {isOver ? TOGETHER.timeUp : clockWords(now.leftMs)}
      </button>
      <span className="visually-hidden" role="status">
        {isOver ? TOGETHER.timeUp : ''}
      </span>
    </div>
  );
}

/** Reactions rise from the cursors of those who react. */
function Bubbles({ meeting }: Pick<MarksProps, 'meeting'>): ReactNode {
  const bubbles = useSource(meeting.reactions);
  return (
    <div className="bubbles" role="log" aria-live="off" data-testid="reactions">
      {bubbles.map(({ key, sign, name, color, at }) => {
        const { fill, text } = cursorColor(color);
        return (
          <span
            key={key}
            className="bubble"
            data-free={at === undefined || undefined}
            style={at ? { left: at.x, top: at.y } : {}}
          >
            <span className="bubble__sign">{sign}</span>
            <span className="bubble__name" style={{ backgroundColor: fill, color: text }}>
              {name}
            </span>
          </span>
        );
      })}
    </div>
  );
}

/** The dots of a vote: the own ones while it is open, all of them and their numbers afterwards. */
function VoteLayer({ meeting, canvas, color, grant }: MarksProps): ReactNode {
  // The dots move with the view.
  useSource(canvas);
  const { votes } = meeting;
  const { phase, own, all, items, isPlacing } = useSource(votes);
  useEffect(() => {
    if (!isPlacing) return;
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      votes.placingIs(false);
    };
    const listening = listen(window, 'keydown', pressed, { capture: true });
    return () => listening.dispose();
  }, [isPlacing, votes]);
  const press = ({ clientX: x, clientY: y }: PointerEvent): void => votes.press({ x, y });
  const { fill } = cursorColor(color);
  const shown = phase === 'open' ? own : all;
  return (
    <>
      {isPlacing ? <div className="vote-press" data-testid="vote-press" onPointerDown={press} /> : null}
      <VoteHint meeting={meeting} grant={grant} />
      <div className="vote-dots" aria-hidden="true">
        {shown.map((dot) => (
          <Spot key={dot.id} dot={dot} votes={votes} fill={phase === 'open' ? fill : 'var(--accent)'} />
        ))}
        {phase === 'ended'
          ? items.map(({ element, dots }) =>
              element === undefined || !dots[0] ? null : <Count key={element} dot={dots[0]} count={dots.length} votes={votes} />,
            )
          : null}
      </div>
    </>
  );
}

/** An open vote, for those who have dots left, and how to put them. The drawer has the same buttons. */
function VoteHint({ meeting, grant }: Pick<MarksProps, 'meeting' | 'grant'>): ReactNode {
  const { votes } = meeting;
  const { phase, most, own, isPlacing } = useSource(votes);
  const hasButtons = useSource(meeting.open) !== 'together';
  const left = most - own.length;
  const isCalled = phase === 'open' && left > 0 && hasButtons && mayComment(grant);
  if (!isPlacing && !isCalled) return null;
  return (
    <div className="surface vote-hint">
      <span role="status">{isPlacing ? TOGETHER.placing : TOGETHER.isOn(left)}</span>
      {hasButtons ? (
        <button type="button" className="button" onClick={() => votes.placingIs(!isPlacing)}>
          {isPlacing ? TOGETHER.placed : TOGETHER.place}
        </button>
      ) : null}
    </div>
  );
}

interface SpotProps {
  readonly dot: Dot;
  readonly votes: Meeting['votes'];
}

function Spot({ dot, votes, fill }: SpotProps & { readonly fill: string }): ReactNode {
  const at = votes.placeOf(dot);
  return at ? <span className="vote-dot" style={{ left: at.x, top: at.y, background: fill }} /> : null;
}

/** The number of dots on one element, at its right edge. */
function Count({ dot, count, votes }: SpotProps & { readonly count: number }): ReactNode {
  const { on } = dot;
  const at = on && votes.placeOf({ ...dot, on: [on[0], 1_000, 0] });
  return at ? (
    <span className="vote-count" style={{ left: at.x, top: at.y }}>
      {count}
    </span>
  ) : null;
}
