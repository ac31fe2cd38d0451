/** What a person may do in a room. Each grant holds those before it. */
export const GRANTS = ['view', 'comment', 'draw', 'host'] as const;
export type Grant = (typeof GRANTS)[number];

/** What clients from before grants know of a grant: `host`, `edit` for `draw`, `view` for `view` and `comment`. */
export type Role = 'host' | 'edit' | 'view';

export function isGrant(raw: unknown): raw is Grant {
  return GRANTS.some((grant) => grant === raw);
}

function isAtLeast(grant: Grant, needed: Grant): boolean {
  return GRANTS.indexOf(grant) >= GRANTS.indexOf(needed);
}

export function mayDraw(grant: Grant): boolean {
  return isAtLeast(grant, 'draw');
}

export function mayComment(grant: Grant): boolean {
  return isAtLeast(grant, 'comment');
}

/** The word for a grant that clients from before grants know. */
export function roleOf(grant: Grant): Role {
  if (grant === 'host') return 'host';
  return grant === 'draw' ? 'edit' : 'view';
}

/** What a hub from before grants means by its role. */
export function grantOf(role: Role): Grant {
  return role === 'edit' ? 'draw' : role;
}

/** Characters of a signed link's token: it travels in a link and in a QR code. */
export const LINK_TOKEN_CHARS = 1_024;
/** How long a signed link may hold, milliseconds: a school year. The shortest is one minute. */
export const LINK_LIFE_MS = { shortest: 60_000, longest: 366 * 24 * 3_600_000 } as const;

/** What stands for a token in a link that was read. The hub says what is wrong with it. */
const TOKEN_TEXT = /^[^\s?&#]+$/;

export function mayBeToken(text: string): boolean {
  return text.length <= LINK_TOKEN_CHARS && TOKEN_TEXT.test(text);
}
