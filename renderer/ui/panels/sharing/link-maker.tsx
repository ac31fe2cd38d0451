import { type ReactNode, useState } from 'react';
import type { RoomLink } from '../../../../core/contract/access/room-link.ts';
import { Select } from '../../chrome/parts/select.tsx';
import { keysOf } from '../../keys-of.ts';
import type { LinkWish, RightsActs } from '../../rights-acts.ts';
import { LINK_GRANTS, LINK_LIVES, LINKS, LIVES } from '../../words/people/rights-words.ts';
import { LinkRow } from './share-link.tsx';
import '../../styles/rights.css';

interface LinkMakerProps {
  /** The room's link for others. */
  readonly link: RoomLink;
  readonly make: RightsActs['makeLink'];
  readonly copy: (text: string) => Promise<boolean>;
}

/** Makes signed links, with a choice of rights, lifetime and number of people. */
export function LinkMaker({ link, make, copy }: LinkMakerProps): ReactNode {
  const [wish, setWish] = useState<LinkWish>({ grant: 'view', lifeMs: LINK_LIVES.hours, once: false });
  const [access, setAccess] = useState<string | undefined>(undefined);
  const choose = (part: Partial<LinkWish>): void => {
    setWish({ ...wish, ...part });
    setAccess(undefined);
  };
  return (
    <div className="rights">
      <p className="field-label">{LINKS.title}</p>
      <div className="field-row field-row--wraps">
        <Select
          label={LINKS.grant}
          value={wish.grant}
          choices={keysOf(LINK_GRANTS).map((value) => ({ value, label: LINK_GRANTS[value] }))}
          onChoose={(grant) => choose({ grant })}
        />
        <Select
          label={LINKS.lasts}
          value={wish.lifeMs}
          choices={keysOf(LINK_LIVES).map((life) => ({ value: LINK_LIVES[life], label: LIVES[life] }))}
          onChoose={(lifeMs) => choose({ lifeMs })}
        />
        <button type="button" className="button" onClick={() => void make(wish).then(setAccess)}>
          {LINKS.make}
        </button>
      </div>
      <label className="tick">
        <input type="checkbox" checked={wish.once} onChange={({ currentTarget: { checked } }) => choose({ once: checked })} />
        {LINKS.once}
      </label>
      {access === undefined ? null : <LinkRow link={{ ...link, access }} label={LINKS.made} isMain={false} copy={copy} />}
    </div>
  );
}
