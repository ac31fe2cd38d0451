import { type ReactNode, useState } from 'react';
import type { Grant } from '../../../../core/contract/grants.ts';
import type { RoomLink } from '../../../../core/contract/room-link.ts';
import { LINK_GRANTS, LINK_LIVES, LINKS } from '../../words/rights-words.ts';
import { LinkRow } from './share-link.tsx';
import '../../styles/rights.css';

interface LinkMakerProps {
  /** The room's link for others. */
  readonly link: RoomLink;
  /** Resolves to the token. Undefined if the hub made none; the person was told then. */
  readonly make: (grant: Grant, lifeMs: number) => Promise<string | undefined>;
  readonly copy: (text: string) => Promise<boolean>;
}

/** Makes signed links, with a choice of rights and lifetime. */
export function LinkMaker({ link, make, copy }: LinkMakerProps): ReactNode {
  const [grant, setGrant] = useState<Grant>('view');
  const [lifeMs, setLifeMs] = useState(8 * 3_600_000);
  const [access, setAccess] = useState<string | undefined>(undefined);
  return (
    <div className="rights">
      <p className="field-label">{LINKS.title}</p>
      <div className="field-row">
        <select
          className="field"
          aria-label={LINKS.grant}
          value={grant}
          onChange={(event) => {
            setGrant(LINK_GRANTS.find((one) => one.grant === event.currentTarget.value)?.grant ?? 'view');
            setAccess(undefined);
          }}
        >
          {LINK_GRANTS.map((one) => (
            <option key={one.grant} value={one.grant}>
              {one.label}
            </option>
          ))}
        </select>
        <select
          className="field"
          aria-label={LINKS.lasts}
          value={lifeMs}
          onChange={(event) => {
            setLifeMs(Number(event.currentTarget.value));
            setAccess(undefined);
          }}
        >
          {LINK_LIVES.map((one) => (
            <option key={one.lifeMs} value={one.lifeMs}>
              {one.label}
            </option>
          ))}
        </select>
        <button type="button" className="button" onClick={() => void make(grant, lifeMs).then(setAccess)}>
          {LINKS.make}
        </button>
      </div>
      {access === undefined ? null : <LinkRow link={{ ...link, access }} label={LINKS.made} isMain={false} copy={copy} />}
    </div>
  );
}
