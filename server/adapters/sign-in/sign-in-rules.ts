import * as v from 'valibot';
import type { RoomId } from '../../../core/board/ids.ts';
import { GRANTS, type Grant } from '../../../core/contract/access/grants.ts';
import type { Identity } from '../../ports/identity-provider.ts';
import { RoomName, readOperatorFile } from '../operator-file.ts';

const HOUR_MS = 3_600_000;
const text = (longest: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(longest));

/** `who`: an identity, `*@domain`, or `*`. `room`: a room's name, or `*`. `none` keeps people out. */
const GrantRule = v.strictObject({
  who: text(254),
  room: v.optional(v.union([v.literal('*'), RoomName]), '*'),
  grant: v.picklist([...GRANTS, 'none']),
});

const OpenIdSettings = v.strictObject({
  kind: v.literal('openid'),
  /** Without `/.well-known/openid-configuration`. */
  issuer: v.pipe(v.string(), v.url()),
  clientId: text(200),
  /** Left out: a public client, protected by PKCE alone. */
  clientSecret: v.optional(text(1_000)),
  /** Claim of the id token that names the person. */
  claim: v.optional(text(64), 'email'),
});

const ProxySettings = v.strictObject({
  kind: v.literal('proxy'),
  /** Header in which the proxy names the person, and which it never passes on from outside. */
  header: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,64}$/), v.toLowerCase()),
  /** Addresses of the proxy. `any`: nothing but the proxy can reach this hub. */
  from: v.optional(v.union([v.literal('any'), v.pipe(v.array(v.pipe(v.string(), v.ip())), v.minLength(1))]), [
    '127.0.0.1',
    '::1',
  ]),
});

const SignInFile = v.strictObject({
  provider: v.variant('kind', [OpenIdSettings, ProxySettings]),
  /** The first rule that fits counts. Without one the person may not enter. */
  grants: v.pipe(v.array(GrantRule), v.minLength(1), v.maxLength(10_000)),
  /** How long a sign-in holds. */
  hours: v.optional(v.pipe(v.number(), v.minValue(1 / 60), v.maxValue(24 * 30)), 12),
});

export type SignInFile = v.InferOutput<typeof SignInFile>;
export type OpenIdSettings = v.InferOutput<typeof OpenIdSettings>;
export type ProxySettings = v.InferOutput<typeof ProxySettings>;

/** Reads the text of the file of `--sign-in`. Throws with a sentence for the operator, which shows no value of the file. */
export function parseSignInFile(source: string): SignInFile {
  return readOperatorFile(SignInFile, source, 'docs/operating.md, "Sign-in"');
}

/** [RGT-12] What a person of the organisation may do in the room. Undefined: it may not enter. */
export function grantFor(rules: SignInFile['grants'], { id }: Identity, room: RoomId): Grant | undefined {
  const rule = rules.find((one) => (one.room === '*' || one.room === room) && isAbout(one.who.toLowerCase(), id));
  return rule === undefined || rule.grant === 'none' ? undefined : rule.grant;
}

function isAbout(who: string, id: string): boolean {
  if (who === '*') return true;
  return who.startsWith('*@') ? id.slice(id.lastIndexOf('@')) === who.slice(1) : who === id;
}

export function lifeMsOf({ hours }: SignInFile): number {
  return hours * HOUR_MS;
}
