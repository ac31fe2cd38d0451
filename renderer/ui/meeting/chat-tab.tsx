import { SendHorizontal, Trash2 } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { mayComment } from '../../../core/contract/access/grants.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import type { SaidTo } from '../../../core/contract/said.ts';
import { cursorColor } from '../../engine/palette.ts';
import type { SessionStatus } from '../../session/session.ts';
import { ICON, IconButton } from '../chrome/parts/icon-button.tsx';
import { Select } from '../chrome/parts/select.tsx';
import { Question } from '../panels/question.tsx';
import { useSource } from '../use-source.ts';
import type { Person } from '../watching/people/people.ts';
import { CHAT, chatKeptWords } from '../words/meeting/chat-words.ts';
import { momentWords } from '../words/time-words.ts';
import type { Chat, ChatEntry } from './chat.ts';
import { LinkedText } from './linked-text.tsx';

interface ChatTabProps {
  readonly chat: Chat;
  readonly status: Pick<SessionStatus, 'grant' | 'persistence'>;
  readonly others: readonly Person[];
  readonly now: () => number;
  readonly openLink: (address: string) => void;
}

/** Pixels from the end of the list within which it follows new messages. */
const NEAR_END = 40;

export function ChatTab({ chat, status, others, now, openLink }: ChatTabProps): ReactNode {
  const { entries } = useSource(chat);
  const list = useRef<HTMLOListElement>(null);
  const follows = useRef(true);
  const [isAsked, setAsked] = useState(false);
  const isHost = status.grant === 'host';
  useEffect(() => {
    chat.watchIs(true);
    return () => chat.watchIs(false);
  }, [chat]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new messages move the list to its end
  useLayoutEffect(() => {
    if (follows.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [entries]);
  const scrolled = (): void => {
    const { current } = list;
    if (current) follows.current = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_END;
  };
  return (
    <div className="chat">
      {entries.length === 0 ? <p className="chat__none">{CHAT.none}</p> : null}
      <ol className="chat__list" ref={list} aria-label={CHAT.log} onScroll={scrolled}>
        {entries.map((entry) => (
          <Message
            key={entry.key}
            entry={entry}
            when={momentWords(entry.at, now())}
            openLink={openLink}
            onRemove={entry.isOwn || isHost ? chat.remove : undefined}
          />
        ))}
      </ol>
      {isAsked ? (
        <Question
          question={CHAT.clearQuestion}
          yes={CHAT.clearYes}
          no={CHAT.no}
          onAnswer={(isYes: boolean) => {
            setAsked(false);
            if (isYes) chat.clear();
          }}
        />
      ) : null}
      <Writer chat={chat} status={status} others={others} />
      {isHost && entries.some(({ id }) => id !== undefined) && !isAsked ? (
        <button type="button" className="button button--quiet chat__clear" onClick={() => setAsked(true)}>
          {CHAT.clear}
        </button>
      ) : null}
    </div>
  );
}

interface MessageProps {
  readonly entry: ChatEntry;
  readonly when: string;
  readonly openLink: (address: string) => void;
  readonly onRemove: Chat['remove'] | undefined;
}

function Message({ entry, when, openLink, onRemove }: MessageProps): ReactNode {
  const { id } = entry;
  return (
    <li className="chat__message" data-private={entry.isPrivate || undefined}>
      <p className="chat__by">
        <span className="chat__dot" style={{ background: cursorColor(entry.color).fill }} aria-hidden="true" />
        <b>{entry.title}</b>
        <span className="muted">{when}</span>
        {id !== undefined && onRemove ? (
          <button
            type="button"
            className="icon-button icon-button--small chat__remove"
            aria-label={CHAT.remove}
            title={CHAT.remove}
            onClick={() => onRemove(id)}
          >
            <Trash2 {...ICON} size={14} />
          </button>
        ) : null}
      </p>
      <p className="chat__text">
        <LinkedText text={entry.text} openLink={openLink} />
      </p>
    </li>
  );
}

/** The field for a new message, with its receivers. */
function Writer({ chat, status, others }: Pick<ChatTabProps, 'chat' | 'status' | 'others'>): ReactNode {
  const [text, setText] = useState('');
  const [wanted, setTo] = useState<'all' | SaidTo>('all');
  const mayTalk = mayComment(status.grant);
  const choices: { readonly value: 'all' | SaidTo; readonly label: string }[] = [
    ...(mayTalk ? [{ value: 'all' as const, label: CHAT.everybody }] : []),
    { value: 'hosts', label: CHAT.hosts },
    ...(mayTalk ? others.map(({ clientId, name }) => ({ value: clientId, label: CHAT.only(name) })) : []),
  ];
  // The chosen person may have left, and the rights may have changed.
  const to = choices.some(({ value }) => value === wanted) ? wanted : (choices[0]?.value ?? 'hosts');
  const tooMany = text.trim().length - LIMITS.wordsChars;
  const send = (): void => {
    if (text.trim() === '' || tooMany > 0) return;
    void chat.send(to, text).then((isSent) => isSent && setText((now) => (now === text ? '' : now)));
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const hint =
    tooMany > 0
      ? CHAT.tooLong(tooMany)
      : !mayTalk
        ? CHAT.viewer
        : to === 'all'
          ? chatKeptWords(status.persistence?.mode)
          : CHAT.privately;
  return (
    <div className="chat__writer">
      <Select label={CHAT.to} value={to} choices={choices} onChoose={setTo} />
      <div className="chat__row">
        <textarea
          className="field chat__field"
          rows={2}
          aria-label={CHAT.field}
          placeholder={CHAT.placeholder}
          aria-invalid={tooMany > 0 || undefined}
          aria-describedby="chat-hint"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={pressed}
        />
        <IconButton label={CHAT.send} icon={SendHorizontal} disabled={text.trim() === '' || tooMany > 0} onPress={send} />
      </div>
      <p className="chat__hint" id="chat-hint">
        {hint}
      </p>
    </div>
  );
}
