/** [RGT-12] True for the token of a link that a person got by signing in. It is for that person alone, so it is not handed on. */
export function isPersonalToken(access: string): boolean {
  try {
    const [, claims = ''] = access.split('.');
    const read: unknown = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof read === 'object' && read !== null && 'sub' in read;
  } catch {
    return false;
  }
}
