import { AppWindow, Check, Copy, Send } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { formatDeepLink, formatRoomLink, type RoomLink } from '../../../../core/contract/access/room-link.ts';
import { ICON } from '../../chrome/parts/icon-button.tsx';
import { SHARE } from '../../words/sharing/share-words.ts';
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
        {copied === web ? SHARE.done : SHARE.copy}
      </button>
    </div>
  );
}

/** Sends the link by another app, as phones do. */
export function SendButton({ link, send }: { readonly link: RoomLink; readonly send: (link: string) => void }): ReactNode {
  return (
    <button type="button" className="button share-panel__more" onClick={() => send(formatRoomLink(link))}>
      <Send {...ICON} size={16} />
      {SHARE.send}
    </button>
  );
}

export function QrCode({ link }: { readonly link: RoomLink }): ReactNode {
  const web = formatRoomLink(link);
  const qr = useMemo(() => qrPath(web), [web]);
  return (
    <svg
      className="qr"
      role="img"
      aria-label={SHARE.qr}
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
  const [hasTried, setTried] = useState(false);
  return (
    <>
      <div className="share-panel__app">
        {inApp ? null : (
          <a className="button" href={deep} onClick={() => setTried(true)}>
            <AppWindow {...ICON} size={16} />
            {SHARE.openInApp}
          </a>
        )}
        <button type="button" className="button" onClick={() => void copy(deep).then((done) => done && setCopied(deep))}>
          <CopyIcon isCopied={copied === deep} />
          {copied === deep ? SHARE.done : SHARE.copyApp}
        </button>
      </div>
      {/* A browser does not say whether a program took the link. */}
      {hasTried ? (
        <p className="hint" role="status">
          {SHARE.noApp}
        </p>
      ) : null}
    </>
  );
}

function CopyIcon({ isCopied }: { readonly isCopied: boolean }): ReactNode {
  return isCopied ? <Check {...ICON} size={16} /> : <Copy {...ICON} size={16} />;
}
