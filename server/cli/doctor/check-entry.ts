import { resolve } from 'node:path';
import { reasonOf, reasonOfRequest } from '../../../core/base/reason-of.ts';
import { isReadByOthers, readIfThere } from '../../adapters/key-files/key-files.ts';
import { readLinkKeys } from '../../adapters/signed-links/link-keys.ts';
import type { Config } from '../config.ts';
import type { Fetch } from './check-services.ts';
import { bad, type Finding, good, note } from './finding.ts';

/** Who may enter: signed links, and sign-in. */
export async function checkEntry(config: Config, fetch: Fetch): Promise<readonly Finding[]> {
  const { linkKey, requiresLinks, signIn, publicUrl } = config;
  const isOpen = !requiresLinks && publicUrl !== undefined;
  return [
    ...(isOpen
      ? [
          note(
            'entry',
            'who knows the name of a room may draw there',
            'add --link-key FILE --require-links to let in by link only',
          ),
        ]
      : []),
    ...(linkKey === undefined ? [] : await checkKeys(resolve(linkKey))),
    ...(signIn === undefined ? [] : [await checkSignIn(resolve(signIn), fetch)]),
  ];
}

async function checkKeys(file: string): Promise<readonly Finding[]> {
  try {
    const text = await readIfThere(file);
    if (text === undefined) return [good('links', `${file} will be made`)];
    const keys = await readLinkKeys(text);
    const found = keys.some(({ signs }) => signs !== undefined)
      ? good('links', `${keys.length === 1 ? 'one key signs' : `${keys.length} keys, the first one signs`}`)
      : note('links', 'no key of the file signs: hosts cannot make links here', 'use the file that holds the private keys');
    const open = note('links', 'other users of this machine can read the keys', `chmod go= ${file}`);
    return (await isReadByOthers(file)) ? [found, open] : [found];
  } catch (error) {
    return [bad('links', `${file} cannot be used: ${reasonOf(error)}`, 'inkroom link rotate writes a whole file')];
  }
}

async function checkSignIn(file: string, fetch: Fetch): Promise<Finding> {
  try {
    const { parseSignInFile } = await import('../../adapters/sign-in/sign-in-rules.ts');
    const text = await readIfThere(file);
    if (text === undefined) throw new Error('it is not there');
    const { provider, grants } = parseSignInFile(text);
    const rules = `${grants.length} ${grants.length === 1 ? 'rule' : 'rules'}`;
    if (provider.kind === 'proxy') return good('sign-in', `${rules}, people are named in the header ${provider.header}`);
    const response = await fetch(`${provider.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const told: unknown = await response.json();
    const issuer = typeof told === 'object' && told !== null && 'issuer' in told ? told.issuer : undefined;
    if (issuer === provider.issuer) return good('sign-in', `${rules}, and ${provider.issuer} answers`);
    return bad('sign-in', `the provider calls itself ${String(issuer).slice(0, 200)}`, 'write its name into "issuer" as it does');
  } catch (error) {
    return bad('sign-in', `${file} cannot be used: ${reasonOfRequest(error)}`, 'check the file and the provider');
  }
}
