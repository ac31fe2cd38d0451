import type { ReactNode } from 'react';
import type { AppProps } from '../../app-props.ts';
import { useRenderAfter, useSource } from '../../use-source.ts';
import { QUIET_DROP_MS } from '../../words/status/status-words.ts';
import { EndedCard } from './ended-card.tsx';
import { LostCopyCard } from './lost-copy-card.tsx';
import { NotReachedCard } from './not-reached-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { SignInCard } from './sign-in-card.tsx';

/** What stands between the person and the room: at most one card, with what can be done. */
export function Cards(props: AppProps): ReactNode {
  const { status, cause, people, clock, session, files, openOwn, link, chrome, hostCopy } = props;
  const now = useSource(status);
  const others = useSource(people);
  const why = useSource(cause);
  const { lostCopy, outboxKept } = now;
  const nowMono = clock.mono();
  const isBlink = now.state.phase === 'connecting' && now.persistence !== undefined && nowMono - now.state.since < QUIET_DROP_MS;
  useRenderAfter(clock, isBlink ? QUIET_DROP_MS : undefined);
  return (
    <>
      {lostCopy === undefined ? null : (
        <LostCopyCard
          copy={lostCopy}
          around={{
            now: clock.now(),
            isRoomKnown: now.state.phase === 'live' || isBlink,
            others: others.map(({ name }) => name),
            cause: why,
            outboxKept,
          }}
          onRestore={() => session.resolveLostCopy('restore')}
          onSave={() => void files.save()}
          onOwn={openOwn}
          onDiscard={() => session.resolveLostCopy('discard')}
        />
      )}
      {now.hostEnded && lostCopy === undefined && now.elements > 0 ? (
        <EndedCard elements={now.elements} onSave={() => void files.save()} onHost={hostCopy} />
      ) : null}
      <PasswordCard
        state={now.state}
        elements={now.elements}
        onEnter={props.enter}
        onSave={() => void files.save()}
        onJoin={() => chrome.show('join')}
      />
      <SignInCard
        state={now.state}
        elements={now.elements}
        inApp={hostCopy !== undefined}
        onSignIn={props.signIn}
        onSave={() => void files.save()}
        onJoin={() => chrome.show('join')}
      />
      <NotReachedCard
        status={now}
        server={link.server}
        inApp={hostCopy !== undefined}
        clock={clock}
        onAgain={() => session.wake()}
        onReload={() => location.reload()}
        onJoin={() => chrome.show('join')}
        onSave={() => void files.save()}
        onOwn={openOwn}
      />
    </>
  );
}
