import { UserPlus } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { type Grant, mayDraw } from '../../../../core/contract/grants.ts';
import type { RoomLink } from '../../../../core/contract/room-link.ts';
import type { ServerAddresses } from '../../../../core/contract/server-addresses.ts';
import type { ShellCapabilities } from '../../../../core/contract/shell-contract.ts';
import { ICON } from '../../chrome/icon-button.tsx';
import { PanelTitle, Popover } from '../../chrome/popover.tsx';
import { useSource } from '../../use-source.ts';
import type { NetworkSource } from '../../watching/network-hosting.ts';
import { serverTitle } from '../../words/room-title.ts';
import { SHARE, shareView } from '../../words/share-words.ts';
import { type HostingActions, HostingSection } from './hosting-section.tsx';
import { LinkMaker } from './link-maker.tsx';
import { AppLink, LinkRow, QrCode } from './share-link.tsx';
import '../../styles/share-panel.css';

/** How others reach a room: the addresses from the app's own hub and from the room's hub. */
export interface Sharing {
  readonly network: NetworkSource;
  readonly hosting: HostingActions;
  /** The addresses of the room's hub. Undefined when it cannot be asked. */
  readonly askAddresses: () => Promise<ServerAddresses | undefined>;
}

interface ShareProps {
  /** The room's link in a form that may be given to others. */
  readonly link: RoomLink;
  /** The rights of this person. Their own link cannot grant more. */
  readonly grant: Grant;
  /** Makes a signed link. Undefined for a person who is not a host, and if the hub makes none. */
  readonly makeLink: ((grant: Grant, lifeMs: number) => Promise<string | undefined>) | undefined;
  readonly sharing: Sharing;
  readonly platform: ShellCapabilities['platform'];
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly onClose: () => void;
  /** Resolves to false when the system refused. */
  readonly copy: (text: string) => Promise<boolean>;
}

/** The Share button with its panel. */
export function Share(props: ShareProps): ReactNode {
  return (
    <div className="anchor">
      <button
        type="button"
        className="button button--primary share-button"
        aria-label="Share"
        aria-haspopup="dialog"
        aria-expanded={props.open}
        data-testid="share"
        onClick={props.onToggle}
      >
        <UserPlus {...ICON} size={16} />
        <span className="share-button__text">Share</span>
      </button>
      {props.open ? <SharePanel {...props} /> : null}
    </div>
  );
}

function SharePanel({ link, grant, makeLink, sharing, platform, onClose, copy }: ShareProps): ReactNode {
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
    <Popover label="Share" side="right" onClose={onClose} className="share-panel">
      <PanelTitle title={isOpenToOthers ? SHARE.title : SHARE.hereTitle} onClose={onClose} />
      {view.kind === 'own' ? (
        <HostingSection link={link} hosting={view.hosting} actions={sharing.hosting} platform={platform} copy={copy} />
      ) : null}
      {view.kind === 'here' ? (
        <>
          <p className="muted">{view.text}</p>
          <LinkRow link={{ ...link, server: view.server }} label={SHARE.link} isMain copy={copy} />
          <AppLink link={{ ...link, server: view.server }} inApp={platform !== 'browser'} copy={copy} />
        </>
      ) : null}
      {view.kind === 'shared' ? <SharedLink {...{ link, grant, platform, copy }} servers={view.servers} /> : null}
      {makeLink === undefined ? null : <LinkMaker link={{ ...link, server: reachedAt }} make={makeLink} copy={copy} />}
    </Popover>
  );
}

interface SharedLinkProps extends Pick<ShareProps, 'link' | 'grant' | 'platform' | 'copy'> {
  /** Best first. */
  readonly servers: readonly string[];
}

function SharedLink({ link, grant, servers, platform, copy }: SharedLinkProps): ReactNode {
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const server = servers.find((one) => one === chosen) ?? servers[0] ?? link.server;
  const shared = { ...link, server };
  return (
    <>
      <p className="muted">{link.access !== undefined && !mayDraw(grant) ? SHARE.look : SHARE.everyone}</p>
      <LinkRow link={shared} label={SHARE.link} isMain copy={copy} />
      <QrCode link={shared} />
      {servers.length > 1 ? (
        <label className="share-panel__address">
          <span className="field-label">{SHARE.address}</span>
          <select className="field" value={server} onChange={(event) => setChosen(event.currentTarget.value)}>
            {servers.map((one) => (
              <option key={one} value={one}>
                {serverTitle(one)}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <AppLink link={shared} inApp={platform !== 'browser'} copy={copy} />
    </>
  );
}
