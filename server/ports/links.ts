import type { Result } from '../../core/base/result.ts';
import type { RoomId } from '../../core/board/ids.ts';
import type { Grant } from '../../core/contract/access/grants.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';

/** What a signed link says, once its signature is proven. */
export interface SignedLink {
  /** Names the link in logs, bans and the list of revoked links. */
  readonly id: string;
  /** Names the key that signed it. */
  readonly key: string;
  readonly grant: Grant;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** [RGT-12] The identity that signed in: the link is for this person alone. */
  readonly who?: string;
  /** [RGT-14] The link is for the first client that uses it. */
  readonly once?: true;
}

export interface LinkWish {
  /** [RGT-12] */
  readonly who?: string;
  /** [RGT-14] */
  readonly once?: true;
  readonly room: RoomId;
  readonly grant: Grant;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Port: the hub's signed links. */
export interface Links {
  read(token: string, room: RoomId): Promise<Result<SignedLink>>;
  /** Why a link that was read no longer holds; undefined while it does. Cheap: asked twice a second for each connection. */
  whyEnded(link: SignedLink): RefusalCode | undefined;
  /** Gives the token. Rejects when the hub holds no key that signs. */
  make(wish: LinkWish): Promise<{ readonly token: string; readonly id: string }>;
}
