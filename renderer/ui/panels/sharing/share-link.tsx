import { AppWindow, Check, Copy } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { formatDeepLink, formatRoomLink, type RoomLink } from '../../../../core/contract/room-link.ts';
import { ICON } from '../../chrome/icon-button.tsx';
import { qrPath } from './qr-path.ts';

interface LinkProps {
  readonly link: RoomLink;
  readonly label: string;
  readonly isMain: boolean;
  /** Resolves to false when the system refused. */
  readonly copy: (text: string) => Promise<boolean>;
}

/** The link as text, and a button that copies it. */
export function LinkRow({ link, label, isMain, copy }: LinkProps): ReactNode {
  const web = formatRoomLink(link);
  const [copied, setCopied] = useState<string | undefined>(undefined);
  return (
    <div className="field-row">
      <input
        className="field share-panel__link"
        aria-label={label}
        readOnly
        value={web}
        data-testid="share-link"
        onFocus={(event) => event.currentTarget.select()}
      />
      <button
        type="button"
        className={isMain ? 'button button--primary' : 'button'}
        data-autofocus={isMain || undefined}
        onClick={() => void copy(web).then((done) => done && setCopied(web))}
      >
        <CopyIcon isCopied={copied === web} />
        {copied === web ? 'Copied' : 'Copy'}
      </button>
    </div>
  );
}

export function QrCode({ link }: { readonly link: RoomLink }): ReactNode {
  const web = formatRoomLink(link);
  const qr = useMemo(() => qrPath(web), [web]);
  return (
    <svg
      className="qr"
      role="img"
      aria-label="QR code of the link"
      data-link={web}
      viewBox={`0 0 ${qr.size} ${qr.size}`}
      shapeRendering="crispEdges"
    >
      <path d={qr.path} />
    </svg>
  );
}

interface AppLinkProps {
  readonly link: RoomLink;
  readonly inApp: boolean;
  readonly copy: (text: string) => Promise<boolean>;
}

/** The link for people with the app. */
export function AppLink({ link, inApp, copy }: AppLinkProps): ReactNode {
  const deep = formatDeepLink(link);
  const [copied, setCopied] = useState<string | undefined>(undefined);
  return (
    <div className="share-panel__app">
      {inApp ? null : (
        <a className="button" href={deep}>
          <AppWindow {...ICON} size={16} />
          Open in the app
        </a>
      )}
      <button type="button" className="button" onClick={() => void copy(deep).then((done) => done && setCopied(deep))}>
        <CopyIcon isCopied={copied === deep} />
        {copied === deep ? 'Copied' : 'Copy app link'}
      </button>
    </div>
  );
}

function CopyIcon({ isCopied }: { readonly isCopied: boolean }): ReactNode {
  return isCopied ? <Check {...ICON} size={16} /> : <Copy {...ICON} size={16} />;
}
