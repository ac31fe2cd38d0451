import { type ReactNode, useState } from 'react';
import type { Grant } from '../../../../core/contract/access/grants.ts';
import type { RoomLink } from '../../../../core/contract/access/room-link.ts';
import { Select } from '../../chrome/parts/select.tsx';
import { keysOf } from '../../keys-of.ts';
import { LINK_GRANTS, LINK_LIVES, LINKS, LIVES } from '../../words/people/rights-words.ts';
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
  const [lifeMs, setLifeMs] = useState<number>(LINK_LIVES.hours);
  const [access, setAccess] = useState<string | undefined>(undefined);
  return (
    <div className="rights">
      <p className="field-label">{LINKS.title}</p>
      <div className="field-row">
        <Select
          label={LINKS.grant}
          value={grant}
          choices={keysOf(LINK_GRANTS).map((value) => ({ value, label: LINK_GRANTS[value] }))}
          onChoose={(chosen) => {
            setGrant(chosen);
            setAccess(undefined);
          }}
        />
        <Select
          label={LINKS.lasts}
          value={lifeMs}
          choices={keysOf(LINK_LIVES).map((life) => ({ value: LINK_LIVES[life], label: LIVES[life] }))}
          onChoose={(chosen) => {
            setLifeMs(chosen);
            setAccess(undefined);
          }}
        />
        <button type="button" className="button" onClick={() => void make(grant, lifeMs).then(setAccess)}>
          {LINKS.make}
        </button>
      </div>
      {access === undefined ? null : <LinkRow link={{ ...link, access }} label={LINKS.made} isMain={false} copy={copy} />}
    </div>
  );
}
