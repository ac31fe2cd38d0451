import { mayComment } from '../../core/contract/access/grants.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import { readCount } from '../../core/wire/wire-value.ts';
import type { ClientCall } from '../ports/client-transport.ts';
import { countBatches, opsOf, PUSH_CURSOR, PUSH_N, readCursor, readReaction, readShownWith } from './push-message.ts';
import { deniedBy } from './room/member.ts';
import type { Session, SessionState } from './session.ts';

export type Joined = Extract<SessionState, { readonly phase: 'joined' }>;
/** `n` 0: the whole message. */
export type TellRefused = (session: Session, n: number, code: RefusalCode, expected: number | undefined) => void;

/** Refusals that honest clients rarely get. */
const STRIKES: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'access.denied',
  'rate.messages',
  'rate.bytes',
  'batch.malformed',
  'op.malformed',
  'op.unknown_code',
  'append.malformed',
  'presence.malformed',
]);

/** [ADM-12] Batches right after these would be refused too, and reading them costs time. */
const OF_BUDGETS: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['rate.elements', 'rate.address', 'server.full']);

/**
 * [ADM-1] Handles one push message. It checks grant, message rate, shape and byte rate, then each batch against the board's rules.
 * The first "no" is the answer and changes nothing. Returns a code when the client has exceeded its budget of refusals and must
 * be disconnected.
 * Hot path: every pointer move and every chunk of a stroke comes through here.
 */
export function takePush(
  session: Session,
  joined: Joined,
  call: ClientCall,
  mono: number,
  tell: TellRefused,
): RefusalCode | undefined {
  const { args } = call;
  const { room, member } = joined;
  const count = countBatches(args);
  if (typeof count === 'string') return refuseWhole(session, joined, call, count, mono, tell);
  if (count > 0 && !mayComment(member.grant)) return refuseWhole(session, joined, call, deniedBy(member), mono, tell);
  if (!session.messages.take(1, mono)) return refuseWhole(session, joined, call, 'rate.messages', mono, tell);
  if (!session.bytes.take(call.bytes, mono)) return refuseWhole(session, joined, call, 'rate.bytes', mono, tell);
  if (count > 0 && session.address?.bytes.take(call.bytes, mono) === false)
    return refuseWhole(session, joined, call, 'rate.address', mono, tell);
  const resting = count > 0 && session.rest !== undefined && mono < session.rest.until ? session.rest.code : undefined;
  if (resting) return refuseWhole(session, joined, call, resting, mono, tell);
  room.heard(member, mono);

  const cursor = readCursor(args[PUSH_CURSOR]);
  const shown = readShownWith(args[PUSH_CURSOR]);
  let flooded: RefusalCode | undefined;
  const reaction = readReaction(args[PUSH_CURSOR]);
  if (cursor === 'malformed' || shown === 'malformed' || reaction === 'malformed')
    flooded = strike(session, 'presence.malformed', 0, undefined, mono, tell);
  else {
    if (cursor === 'left') room.point(member, Number.NaN, Number.NaN);
    else if (cursor !== 'unchanged') room.point(member, cursor[0], cursor[1]);
    if (shown) room.show(member, shown);
    if (reaction !== undefined) room.react(member, reaction);
  }

  const firstN = args[PUSH_N] as number;
  for (let i = 0; i < count && flooded === undefined; i++) {
    const refused = room.accept(member, firstN + i, opsOf(args, i), mono);
    if (refused && OF_BUDGETS.has(refused.code)) session.rest = { until: mono + LIMITS.restMs, code: refused.code };
    if (refused) flooded = strike(session, refused.code, firstN + i, refused.expected, mono, tell);
  }
  room.tap.hooks?.pushed(member.entry.clientId, { n: firstN, count, bytes: call.bytes }, mono);
  room.changed(mono);
  return flooded;
}

/** The ops stay unread, but the numbers are used up [ADM-3]. */
function refuseWhole(
  session: Session,
  joined: Joined,
  call: ClientCall,
  code: RefusalCode,
  mono: number,
  tell: TellRefused,
): RefusalCode | undefined {
  const { args } = call;
  const n = readCount(args[PUSH_N]) ?? 0;
  // A cursor may be dropped silently.
  if (n === 0 && code === 'rate.messages') return session.strikes.take(1, mono) ? undefined : code;
  const batches = n === 0 ? 1 : Math.min(Math.max(1, args.length - 2), LIMITS.batchesPerPush);
  for (let i = 0; i < batches; i++) {
    if (n > 0) joined.room.refuseUnread(joined.member, n + i, code, mono);
    tell(session, n === 0 ? 0 : n + i, code, undefined);
  }
  if (!session.refusedBytes.take(call.bytes, mono)) return code;
  return isLastStraw(session, code, mono) ? code : undefined;
}

function strike(
  session: Session,
  code: RefusalCode,
  n: number,
  expected: number | undefined,
  mono: number,
  tell: TellRefused,
): RefusalCode | undefined {
  tell(session, n, code, expected);
  return isLastStraw(session, code, mono) ? code : undefined;
}

/** [ADM-7] Every refusal costs the sender: one for shape or rate costs more than one for the board's rules. */
function isLastStraw(session: Session, code: RefusalCode, mono: number): boolean {
  return !(STRIKES.has(code) ? session.strikes : session.refusals).take(1, mono);
}
