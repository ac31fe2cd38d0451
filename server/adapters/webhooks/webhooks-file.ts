import { isIP } from 'node:net';
import * as v from 'valibot';
import { RoomName, readOperatorFile } from '../operator-file.ts';
import { isPrivateAddress } from './private-addresses.ts';

export const WEBHOOK_EVENTS = ['member.joined', 'member.left', 'board.changed'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** As the Standard Webhooks say it: `whsec_` and 24 to 64 bytes in base64. */
const SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;
const MAX_HOOKS = 16;

const Hook = v.strictObject({
  url: v.pipe(
    v.string(),
    v.maxLength(2_000),
    v.check((url) => isTarget(url), 'not the address of a web server'),
  ),
  secret: v.pipe(v.string(), v.regex(SECRET)),
  /** Left out: all. */
  events: v.optional(v.pipe(v.array(v.picklist(WEBHOOK_EVENTS)), v.minLength(1)), [...WEBHOOK_EVENTS]),
  /** Left out: all rooms. */
  rooms: v.optional(v.array(RoomName)),
});
const WebhooksFile = v.strictObject({ hooks: v.pipe(v.array(Hook), v.minLength(1), v.maxLength(MAX_HOOKS)) });

export type Hook = v.InferOutput<typeof Hook>;

/** Reads the text of the file of `--webhooks`. Throws with a sentence for the operator, which shows no value of the file. */
export function parseWebhooksFile(source: string, toPrivate: boolean): readonly Hook[] {
  const { hooks } = readOperatorFile(WebhooksFile, source, 'docs/operating.md, "Other systems"');
  const at = hooks.findIndex(({ url }) => !toPrivate && isPrivateName(new URL(url).hostname));
  if (at >= 0) throw new Error(`"hooks.${at}.url" leads to a private address: --webhooks-to-private allows that`);
  return hooks;
}

function isTarget(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return (url?.protocol === 'https:' || url?.protocol === 'http:') && url.username === '' && url.password === '';
}

/** Names are looked up with each report; addresses stand in the file. */
function isPrivateName(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  return isIP(address) !== 0 ? isPrivateAddress(address) : address === 'localhost' || address.endsWith('.localhost');
}
