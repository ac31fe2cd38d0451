import { Pause, Play, X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { Clock } from '../../../core/base/host.ts';
import type { ClientId } from '../../../core/board/ids.ts';
import { MESSAGE_TYPES, type MessageType, type TracedMessage } from '../../../core/contract/tracing/trace-records.ts';
import type { Session } from '../../session/session.ts';
import { IconButton } from '../chrome/parts/icon-button.tsx';
import { Select } from '../chrome/parts/select.tsx';
import { useSource } from '../use-source.ts';
import type { Source } from '../value-store.ts';
import type { Person } from '../watching/people/people.ts';
import { CHROME } from '../words/chrome-words.ts';
import { MESSAGE_WORDS, TRACE } from '../words/trace-words.ts';
import { BatchChart, wholeOf } from './batch-chart.tsx';
import { countsOf, msOf, timeOf } from './trace-text.ts';
import { TraceWatch } from './trace-watch.ts';
import '../styles/trace.css';

/** Messages that are shown: more would make every record slow. */
const SHOWN = 100;

export interface TracePanelProps {
  readonly session: Pick<Session, 'act' | 'onTrace'>;
  readonly clock: Clock;
  readonly you: ClientId;
  readonly people: Source<readonly Person[]>;
  readonly onClose: () => void;
}

/** [TRC-4] For hosts: the messages of the room as they flow, and one batch followed from the pen to the pixels. */
export function TracePanel({ session, clock, you, people, onClose }: TracePanelProps): ReactNode {
  const [watch] = useState(() => new TraceWatch(session, clock));
  const [person, setPerson] = useState<ClientId | ''>('');
  const [type, setType] = useState<MessageType | ''>('');
  useEffect(() => {
    watch.start();
    return () => watch.dispose();
  }, [watch]);
  const others = useSource(people);
  const { messages, batches, unlisted, refused, isPaused } = useSource(watch);
  // A trace has no names. This window knows those of the people who are here.
  const nameOf = (id: string): string =>
    id === you ? TRACE.you : (others.find(({ clientId }) => clientId === id)?.name ?? TRACE.server(id.slice(0, 4)));
  const shown = messages.filter((one) => (person === '' || one.who === person) && (type === '' || one.type === type));
  const choices = [{ value: you, label: TRACE.you }, ...others.map(({ clientId, name }) => ({ value: clientId, label: name }))];
  const types = MESSAGE_TYPES.map((one) => ({ value: one, label: MESSAGE_WORDS[one] }));
  return (
    <section className="surface trace-panel" aria-label={TRACE.title}>
      <header className="trace-panel__head">
        <h2>{TRACE.title}</h2>
        <IconButton
          label={isPaused ? TRACE.goOn : TRACE.pause}
          icon={isPaused ? Play : Pause}
          tip="below"
          onPress={() => watch.pause(!isPaused)}
        />
        <IconButton label={CHROME.close} icon={X} tip="below" onPress={onClose} />
      </header>
      <p className="hint">{refused === undefined ? TRACE.hint : TRACE.refused}</p>
      <div className="trace-panel__filters">
        <Select<ClientId | ''>
          label={TRACE.person}
          value={person}
          choices={[{ value: '', label: TRACE.everyone }, ...choices]}
          onChoose={setPerson}
        />
        <Select<MessageType | ''>
          label={TRACE.type}
          value={type}
          choices={[{ value: '', label: TRACE.allTypes }, ...types]}
          onChoose={setType}
        />
      </div>
      <Followed batches={batches.filter(({ who }) => person === '' || who === person)} nameOf={nameOf} />
      <p className="field-label">{TRACE.list}</p>
      {shown.length === 0 ? <p className="hint">{TRACE.none}</p> : null}
      <ol className="trace-list">
        {shown.slice(0, SHOWN).map((message, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no id, and no state of its own
          <MessageLine key={i} message={message} nameOf={nameOf} />
        ))}
      </ol>
      {unlisted > 0 ? <p className="hint">{TRACE.unlisted(unlisted)}</p> : null}
    </section>
  );
}

function Followed({ batches, nameOf }: { readonly batches: Batches; readonly nameOf: (id: string) => string }): ReactNode {
  const [chosen, setChosen] = useState('');
  const batch = batches.find(({ trace }) => trace === chosen) ?? batches[0];
  return (
    <>
      <p className="field-label">{TRACE.followed}</p>
      {batch === undefined ? (
        <p className="hint">{TRACE.waiting}</p>
      ) : (
        <>
          <Select<string>
            label={TRACE.whichBatch}
            value={batch.trace}
            choices={batches.map((one) => ({
              value: one.trace,
              label: TRACE.batch(timeOf(one.at), nameOf(one.who), msOf(wholeOf(one))),
            }))}
            onChoose={setChosen}
          />
          <BatchChart batch={batch} nameOf={nameOf} />
        </>
      )}
    </>
  );
}

type Batches = ReturnType<TraceWatch['read']>['batches'];

function MessageLine({
  message,
  nameOf,
}: {
  readonly message: TracedMessage;
  readonly nameOf: (id: string) => string;
}): ReactNode {
  const { at, type, who } = message;
  return (
    <li className="trace-list__line">
      <span className="trace-list__time muted">{timeOf(at)}</span>
      <span className="trace-list__type">{MESSAGE_WORDS[type]}</span>
      <span className="trace-list__about">
        {[who === undefined ? TRACE.ofServer : nameOf(who), ...countsOf(message)].join(' · ')}
      </span>
    </li>
  );
}
