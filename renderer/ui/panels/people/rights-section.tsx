import { Hand } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ClientId } from '../../../../core/board/ids.ts';
import { mayDraw } from '../../../../core/contract/access/grants.ts';
import type { HostAct } from '../../../../core/contract/access/host-acts.ts';
import type { SessionStatus } from '../../../session/session.ts';
import { ICON } from '../../chrome/parts/icon-button.tsx';
import { Select } from '../../chrome/parts/select.tsx';
import type { RightsActs } from '../../rights-acts.ts';
import { useSource } from '../../use-source.ts';
import type { Person } from '../../watching/people/people.ts';
import { RIGHTS } from '../../words/people/rights-words.ts';
import { Question } from '../question.tsx';
import { PasswordSetting } from './password-setting.tsx';
import '../../styles/rights.css';

interface RightsSectionProps extends Pick<RightsActs, 'act' | 'setPassword' | 'handUp'> {
  readonly status: Pick<SessionStatus, 'grant' | 'locked' | 'rights'>;
  readonly others: readonly Person[];
  /** Asks whether to clear the board. Undefined: nothing is on it. */
  readonly onClear: (() => void) | undefined;
  /** Opens the panel with the room's messages. */
  readonly onTrace: () => void;
}

/** What a person may decide about the others: everything as host; as a guest in a locked room, to ask for the pen. */
export function RightsSection(props: RightsSectionProps): ReactNode {
  const { status, act, handUp } = props;
  if (status.grant === 'host') return <HostActs {...props} />;
  return status.locked && !mayDraw(status.grant) ? (
    <div className="rights">
      <RaiseHand act={act} handUp={handUp} />
    </div>
  ) : null;
}

/** For a guest in a locked room. */
export function RaiseHand({ act, handUp }: Pick<RightsSectionProps, 'act' | 'handUp'>): ReactNode {
  const isUp = useSource(handUp);
  return (
    <>
      <p className="muted">{RIGHTS.raiseHint}</p>
      <button type="button" className="button" aria-pressed={isUp} onClick={() => void act({ act: 'hand', up: !isUp })}>
        <Hand {...ICON} size={16} />
        {isUp ? RIGHTS.raised : RIGHTS.raise}
      </button>
    </>
  );
}

/** The people who ask a host for the pen. */
export function RaisedHands({ hands, act }: { readonly hands: readonly Person[] } & Pick<RightsSectionProps, 'act'>): ReactNode {
  return hands.map(({ clientId, name }) => (
    <div key={clientId} className="rights__hand">
      <Hand {...ICON} size={16} />
      <span className="rights__name">{RIGHTS.hand(name)}</span>
      <button type="button" className="button" onClick={() => void act({ act: 'give', who: clientId, grant: 'draw' })}>
        {RIGHTS.givePen}
      </button>
    </div>
  ));
}

/** In the order in which they were raised. */
export function handsOf({ rights }: Pick<SessionStatus, 'rights'>, others: readonly Person[]): readonly Person[] {
  return (rights?.hands ?? []).flatMap((who) => others.find(({ clientId }) => clientId === who) ?? []);
}

function HostActs({ status, others, act, setPassword, onClear, onTrace }: RightsSectionProps): ReactNode {
  const [chosen, setChosen] = useState<ClientId | undefined>(undefined);
  /** An act that is not taken back easily, and the question about it. */
  const [asked, setAsked] = useState<{ readonly act: HostAct; readonly question: string; readonly yes: string } | undefined>(
    undefined,
  );
  const { locked, rights } = status;
  const person = others.find(({ clientId }) => clientId === chosen);
  const given = person && rights?.given.find(([who]) => who === person.clientId)?.[1];
  const give = (who: ClientId, grant: 'draw' | 'host' | null) => (): void => void act({ act: 'give', who, grant });
  if (asked) {
    const answer = (isYes: boolean): void => {
      setAsked(undefined);
      if (isYes) void act(asked.act);
    };
    return <Question question={asked.question} no={RIGHTS.no} yes={asked.yes} onAnswer={answer} />;
  }
  return (
    <div className="rights">
      <p className="field-label">{RIGHTS.title}</p>
      {/* biome-ignore lint/a11y/useSemanticElements: a row of buttons is no fieldset */}
      <div className="segments segments--words" role="group" aria-label={RIGHTS.title}>
        {[false, true].map((on) => (
          <button key={String(on)} type="button" aria-pressed={locked === on} onClick={() => void act({ act: 'lock', on })}>
            {on ? RIGHTS.lock : RIGHTS.lockOff}
          </button>
        ))}
      </div>
      <RaisedHands hands={handsOf(status, others)} act={act} />
      {others.length === 0 ? null : (
        <Select<ClientId | ''>
          label={RIGHTS.person}
          value={person?.clientId ?? ''}
          choices={[
            { value: '', label: RIGHTS.choose },
            ...others.map(({ clientId, name }) => ({ value: clientId, label: name })),
          ]}
          onChoose={(who) => setChosen(who === '' ? undefined : who)}
        />
      )}
      {person === undefined ? null : (
        <div className="rights__acts">
          <button type="button" className="button" onClick={give(person.clientId, given === 'draw' ? null : 'draw')}>
            {given === 'draw' ? RIGHTS.takePen : RIGHTS.givePen}
          </button>
          <button type="button" className="button" onClick={give(person.clientId, given === 'host' ? null : 'host')}>
            {given === 'host' ? RIGHTS.notHost : RIGHTS.host}
          </button>
          <button type="button" className="button" onClick={() => void act({ act: 'kick', who: person.clientId })}>
            {RIGHTS.kick}
          </button>
          <button
            type="button"
            className="button"
            onClick={() =>
              setAsked({
                act: { act: 'ban', who: person.clientId, link: false },
                question: RIGHTS.banQuestion(person.name),
                yes: RIGHTS.ban,
              })
            }
          >
            {RIGHTS.ban}
          </button>
        </div>
      )}
      <PasswordSetting hasPassword={rights?.password === true} onPassword={setPassword} />
      <button type="button" className="button" disabled={onClear === undefined} onClick={onClear}>
        {RIGHTS.clear}
      </button>
      <button type="button" className="button" onClick={onTrace}>
        {RIGHTS.trace}
      </button>
      <button
        type="button"
        className="button"
        onClick={() => setAsked({ act: { act: 'end' }, question: RIGHTS.endQuestion, yes: RIGHTS.endYes })}
      >
        {RIGHTS.end}
      </button>
    </div>
  );
}
