import { Secret } from '@inkroom/azure-signalr/secret';

/** The account where boards are kept. `name` is for people and logs, and carries no key. */
export type BlobAddress =
  | { readonly kind: 'connectionString'; readonly name: string; readonly text: Secret }
  /** The hub's own identity signs in. */
  | { readonly kind: 'identity'; readonly name: string; readonly url: string };

/** Undefined for anything but a connection string of a storage account, or its `https://NAME.blob…` address. */
export function parseBlobAddress(text: string): BlobAddress | undefined {
  if (/^https:\/\//.test(text) && URL.canParse(text)) {
    const url = new URL(text);
    const isPlain = url.search === '' && url.hash === '' && url.username === '' && url.pathname === '/';
    return isPlain ? { kind: 'identity', name: url.host, url: url.origin } : undefined;
  }
  if (text.trim() === 'UseDevelopmentStorage=true') return { kind: 'connectionString', name: 'Azurite', text: new Secret(text) };
  const parts = new Map(
    text
      .split(';')
      .filter((part) => part.trim() !== '')
      .map((part): [string, string] => {
        const [key = '', ...rest] = part.split('=');
        return [key.trim(), rest.join('=').trim()];
      }),
  );
  const account = parts.get('AccountName');
  const isSigned = parts.has('AccountKey') || parts.has('SharedAccessSignature');
  if (!isSigned || (account === undefined && !parts.has('BlobEndpoint'))) return undefined;
  return { kind: 'connectionString', name: account ?? new URL(parts.get('BlobEndpoint') ?? '').host, text: new Secret(text) };
}
