import { AppWindow, Check, Copy, UserPlus } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { formatDeepLink, formatRoomLink, type RoomLink } from '../../../core/contract/room-link.ts';
import { ICON } from '../chrome/icon-button.tsx';
import { PanelTitle, Popover } from '../chrome/popover.tsx';
import { isLoopback } from './loopback.ts';
import { qrPath } from './qr-path.ts';
import '../styles/share-panel.css';

interface ShareProps {
  readonly link: RoomLink;
  readonly inApp: boolean;
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

function SharePanel({ link, inApp, onClose, copy }: ShareProps): ReactNode {
  const web = formatRoomLink(link);
  const deep = formatDeepLink(link);
  const qr = useMemo(() => qrPath(web), [web]);
  const [copied, setCopied] = useState<'web' | 'deep' | undefined>(undefined);
  const copyLink = async (which: 'web' | 'deep'): Promise<void> => {
    if (await copy(which === 'web' ? web : deep)) setCopied(which);
  };
  return (
    <Popover label="Share" side="right" onClose={onClose} className="share-panel">
      <PanelTitle title="Draw together" onClose={onClose} />
      <p className="muted">Everyone with this link can open the board in a browser and draw.</p>
      <div className="field-row">
        <input
          className="field share-panel__link"
          aria-label="Link to this room"
          readOnly
          value={web}
          data-testid="share-link"
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" className="button button--primary" data-autofocus onClick={() => void copyLink('web')}>
          {copied === 'web' ? <Check {...ICON} size={16} /> : <Copy {...ICON} size={16} />}
          {copied === 'web' ? 'Copied' : 'Copy'}
        </button>
      </div>
      <svg
        className="qr"
        role="img"
        aria-label="QR code of the link"
        viewBox={`0 0 ${qr.size} ${qr.size}`}
        shapeRendering="crispEdges"
      >
        <path d={qr.path} />
      </svg>
      <div className="share-panel__app">
        {inApp ? null : (
          <a className="button" href={deep}>
            <AppWindow {...ICON} size={16} />
            Open in the app
          </a>
        )}
        <button type="button" className="button" onClick={() => void copyLink('deep')}>
          {copied === 'deep' ? <Check {...ICON} size={16} /> : <Copy {...ICON} size={16} />}
          {copied === 'deep' ? 'Copied' : 'Copy app link'}
        </button>
      </div>
      {isLoopback(link.server) ? (
        <p className="hint share-panel__note">This address works on this computer only: the server listens for nobody else.</p>
      ) : null}
    </Popover>
  );
}
