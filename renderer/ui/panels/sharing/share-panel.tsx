import { type ReactNode, useEffect, useState } from 'react';
import { type Grant, mayDraw } from '../../../../core/contract/access/grants.ts';
import type { RoomLink } from '../../../../core/contract/access/room-link.ts';
import type { ShellCapabilities } from '../../../../core/contract/desktop/shell-contract.ts';
import type { ServerAddresses } from '../../../../core/contract/server-addresses.ts';
import { PanelTitle, Popover } from '../../chrome/parts/popover.tsx';
import type { RightsActs } from '../../rights-acts.ts';
import { useSource } from '../../use-source.ts';
import type { NetworkSource } from '../../watching/network-hosting.ts';
import { CHROME } from '../../words/chrome-words.ts';
import { serverTitle } from '../../words/room-title.ts';
import { SHARE } from '../../words/sharing/share-words.ts';
import { AddressSelect } from './address-select.tsx';
import { type HostingActions, HostingSection } from './hosting-section.tsx';
import { LinkMaker } from './link-maker.tsx';
import { AppLink, LinkRow, QrCode, SendButton } from './share-link.tsx';
import { shareView } from './share-view.ts';
import '../../styles/share-panel.css';

/** How others reach a room: the addresses from the app's own hub and from the room's hub. */
export interface Sharing {
  readonly network: NetworkSource;
  readonly hosting: HostingActions;
  /** The addresses of the room's hub. Undefined when it cannot be asked. */
  readonly askAddresses: () => Promise<ServerAddresses | undefined>;
  /** Opens the system's sheet for sending a link. Undefined where there is none. */
  readonly send: ((link: string) => void) | undefined;
}

export interface SharePanelProps {
  /** The room's link in a form that may be given to others. */
  readonly link: RoomLink;
  /** The rights of this person. Their own link cannot grant more. */
  readonly grant: Grant;
  /** Makes a signed link. Undefined for a person who is not a host, and if the hub makes none. */
  readonly makeLink: RightsActs['makeLink'] | undefined;
  readonly sharing: Sharing;
  readonly platform: ShellCapabilities['platform'];
  readonly onClose: () => void;
  /** Resolves to false when the system refused. */
  readonly copy: (text: string) => Promise<boolean>;
}

/** How others come to this board: its link, and what the app's own hub does for it. */
export function SharePanel({ link, grant, makeLink, sharing, platform, onClose, copy }: SharePanelProps): ReactNode {
  const { network, askAddresses } = sharing;
  const hosting = useSource(network);
  const [told, setTold] = useState<ServerAddresses | undefined>(undefined);
  useEffect(() => {
    let isOpen = true;
    network.lookAgain();
    void askAddresses().then((addresses) => isOpen && setTold(addresses));
    return () => {
      isOpen = false;
    };
  }, [network, askAddresses]);
  const view = shareView(link.server, hosting, told);
  const isOpenToOthers = view.kind === 'shared' || (view.kind === 'own' && view.hosting.state.at === 'on');
  const reachedAt = (view.kind === 'shared' ? view.servers[0] : view.kind === 'here' ? view.server : undefined) ?? link.server;
  return (
    <Popover label={CHROME.share} side="right" onClose={onClose} className="share-panel">
      <PanelTitle title={isOpenToOthers ? SHARE.title : SHARE.hereTitle} onClose={onClose} />
      {view.kind === 'own' ? (
        <HostingSection link={link} hosting={view.hosting} actions={sharing.hosting} platform={platform} copy={copy} />
      ) : null}
      {view.kind === 'here' ? (
        <>
          <p className="muted">
            <WithFlag text={SHARE.serverHere} />
          </p>
          <LinkRow link={{ ...link, server: view.server }} label={SHARE.link} isMain copy={copy} />
          <AppLink link={{ ...link, server: view.server }} inApp={platform !== 'browser'} copy={copy} />
        </>
      ) : null}
      {view.kind === 'shared' ? (
        <SharedLink {...{ link, grant, platform, copy }} send={sharing.send} servers={view.servers} />
      ) : null}
      {makeLink === undefined ? null : <LinkMaker link={{ ...link, server: reachedAt }} make={makeLink} copy={copy} />}
    </Popover>
  );
}

const FLAG = '--host 0.0.0.0';

/** A sentence with the flag of the command in one piece: a browser breaks lines after hyphens. */
function WithFlag({ text }: { readonly text: string }): ReactNode {
  const [before, after] = text.split(FLAG);
  return (
    <>
      {before}
      <code className="share-panel__flag">{FLAG}</code>
      {after}
    </>
  );
}

interface SharedLinkProps extends Pick<SharePanelProps, 'link' | 'grant' | 'platform' | 'copy'>, Pick<Sharing, 'send'> {
  /** Best first. */
  readonly servers: readonly string[];
}

function SharedLink({ link, grant, servers, platform, copy, send }: SharedLinkProps): ReactNode {
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const server = servers.find((one) => one === chosen) ?? servers[0] ?? link.server;
  const shared = { ...link, server };
  return (
    <>
      <p className="muted">{link.access !== undefined && !mayDraw(grant) ? SHARE.look : SHARE.everyone}</p>
      <LinkRow link={shared} label={SHARE.link} isMain copy={copy} />
      {send ? <SendButton link={shared} send={send} /> : null}
      <QrCode link={shared} />
      {servers.length > 1 ? (
        <AddressSelect
          value={server}
          choices={servers.map((one) => ({ value: one, label: serverTitle(one) }))}
          onChoose={setChosen}
        />
      ) : null}
      <AppLink link={shared} inApp={platform !== 'browser'} copy={copy} />
    </>
  );
}
