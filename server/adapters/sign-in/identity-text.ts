/** Characters of an identity: an e-mail address has 254 at most. */
const LONGEST = 254;

/** An identity in one writing. Undefined for what names no person. */
export function identityText(raw: unknown): string | undefined {
  if (typeof raw !== 'string') return undefined;
  const id = raw.trim().toLowerCase();
  return id.length > 0 && id.length <= LONGEST && /^[^\p{Cc}\s,]+$/u.test(id) ? id : undefined;
}
