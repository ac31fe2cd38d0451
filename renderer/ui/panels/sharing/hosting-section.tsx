import { Check, LoaderCircle, TriangleAlert, Wifi } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { RoomLink } from '../../../../core/contract/access/room-link.ts';
import type { HostingState, NetworkHosting, ShellCapabilities } from '../../../../core/contract/desktop/shell-contract.ts';
import { ICON } from '../../chrome/parts/icon-button.tsx';
import { LINK_WORDS } from '../../words/sharing/link-words.ts';
import {
  choiceWords,
  failedWords,
  firewallWords,
  guestWords,
  reachWords,
  SHARE,
  stopQuestion,
} from '../../words/sharing/share-words.ts';
import { Question } from '../question.tsx';
import { AddressSelect } from './address-select.tsx';
import { AppLink, LinkRow, QrCode } from './share-link.tsx';

export interface HostingActions {
  /** Null: at the best address. */
  readonly start: (address: string | null) => void;
  readonly stop: () => void;
}

interface HostingProps {
  readonly link: RoomLink;
  readonly hosting: NetworkHosting;
  readonly actions: HostingActions;
  readonly platform: ShellCapabilities['platform'];
  readonly copy: (text: string) => Promise<boolean>;
}

/** Shares a board of the app's own hub: for this computer only, until the person allows the network. */
export function HostingSection(props: HostingProps): ReactNode {
  const { link, hosting, actions, copy } = props;
  const { state, choices } = hosting;
  if (state.at === 'on') return <OnNetwork {...props} state={state} />;
  return (
    <>
      <p className="muted">{SHARE.ownHere}</p>
      {state.at === 'failed' ? (
        <p className="share-panel__fact share-panel__fact--bad" role="alert">
          <TriangleAlert {...ICON} size={16} />
          {failedWords(state)}
        </p>
      ) : null}
      {choices.length > 1 && state.at === 'failed' ? <Addresses {...props} /> : null}
      <button
        type="button"
        className="button button--primary share-panel__start"
        data-autofocus
        disabled={choices.length === 0 || state.at === 'opening'}
        onClick={() => actions.start(null)}
      >
        {state.at === 'opening' ? <LoaderCircle {...ICON} size={16} /> : <Wifi {...ICON} size={16} />}
        {state.at === 'opening' ? SHARE.opening : SHARE.start}
      </button>
      <p className="hint share-panel__note">{choices.length === 0 ? LINK_WORDS.noNetwork : SHARE.startHint}</p>
      {state.at === 'failed' ? (
        <button type="button" className="button share-panel__more" onClick={actions.stop}>
          {SHARE.stop}
        </button>
      ) : null}
      <div className="share-panel__here">
        <span className="field-label">{SHARE.linkHere}</span>
        <LinkRow link={link} label={SHARE.linkHere} isMain={false} copy={copy} />
      </div>
    </>
  );
}

function OnNetwork(props: HostingProps & { readonly state: Extract<HostingState, { readonly at: 'on' }> }): ReactNode {
  const { link, hosting, actions, state, platform, copy } = props;
  const [asks, setAsks] = useState(false);
  const question = stopQuestion(hosting.guests);
  if (asks && question !== undefined)
    return (
      <Question
        question={question}
        no={SHARE.goOn}
        yes={SHARE.stop}
        onAnswer={(isYes) => (isYes ? actions.stop() : setAsks(false))}
      />
    );
  const shared = { server: state.server, room: link.room };
  return (
    <>
      <p className="muted">{SHARE.onNetwork}</p>
      <LinkRow link={shared} label={SHARE.link} isMain copy={copy} />
      <QrCode link={shared} />
      {hosting.choices.length > 1 ? <Addresses {...props} /> : null}
      <p className={`share-panel__fact ${state.reached === 'no' ? 'share-panel__fact--bad' : ''}`} role="status">
        {state.reached === 'yes' ? <Check {...ICON} size={16} /> : null}
        {state.reached === 'no' ? <TriangleAlert {...ICON} size={16} /> : null}
        {reachWords(state)}
      </p>
      <p className="hint">{firewallWords(platform, state.server)}</p>
      <AppLink link={shared} inApp copy={copy} />
      <div className="share-panel__stop">
        <span className="muted">{guestWords(hosting.guests)}</span>
        <button type="button" className="button" onClick={() => (question === undefined ? actions.stop() : setAsks(true))}>
          {SHARE.stop}
        </button>
      </div>
    </>
  );
}

function Addresses({ hosting, actions }: HostingProps): ReactNode {
  const { choices, state } = hosting;
  const chosen = state.at === 'off' ? undefined : state.address;
  const listed = choices.map((choice) => ({ value: choice.address, label: choiceWords(choice) }));
  const isListed = chosen === undefined || choices.some(({ address }) => address === chosen);
  return (
    <AddressSelect
      value={chosen}
      choices={isListed ? listed : [{ value: chosen, label: chosen }, ...listed]}
      onChoose={actions.start}
    />
  );
}
