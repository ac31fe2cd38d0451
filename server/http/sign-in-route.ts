import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Result } from '../../core/base/result.ts';
import { parseRoomId, type RoomId } from '../../core/board/ids.ts';
import { formatDeepLink, formatRoomPath } from '../../core/contract/access/room-link.ts';
import { SIGN_IN_PATH } from '../../core/contract/access/sign-in.ts';
import { REFUSALS, type RefusalCode } from '../../core/contract/refusal-codes.ts';
import type { Identity, IdentityProvider } from '../ports/identity-provider.ts';
import { AddressPlaces } from './admitting/address-places.ts';

/** Signing in to rooms. */
export interface SignInRoute {
  readonly provider: IdentityProvider;
  /** The token of a link for this person. Undefined: the person may not enter the room. */
  readonly linkFor: (identity: Identity, room: RoomId) => Promise<string | undefined>;
  /** The address at which people reach the hub, of a request that came to `host`. */
  readonly serverAt: (host: string | undefined) => string;
  /** The network address of the client. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Path under which a proxy serves the hub, without a slash at the end. */
  readonly prefix: string;
}

/** Requests that wait for the provider at a time, and those of one network address, which may be a school's. */
const AT_ONCE = { all: 64, ofAddress: 32 } as const;
const COOKIE = 'inkroom-sign-in';
/** Time that a person has at the provider, seconds. */
const COOKIE_S = 600;

/** What the browser keeps while the person is away. */
interface Visit {
  readonly room: RoomId;
  /** The person uses the desktop app, and comes back to it. */
  readonly app: boolean;
  readonly memory: string;
}

const STATUS: Partial<Record<RefusalCode, number>> = { 'sign_in.unreachable': 502, 'sign_in.stale': 400 };

/**
 * [RGT-12] `GET /sign-in?room=ROOM` and `GET /sign-in/callback`: a person whom the organisation vouches for gets a signed link to the room, for
 * itself. With `app=1` the link opens the desktop app.
 */
export function serveSignIn(app: FastifyInstance, { provider, linkFor, serverAt, addressOf, prefix }: SignInRoute): void {
  const path = `${prefix}${SIGN_IN_PATH}`;
  const places = new AddressPlaces(AT_ONCE);

  const bounded = async (request: FastifyRequest, reply: FastifyReply, work: () => Promise<unknown>): Promise<unknown> => {
    const place = places.take(addressOf(request.raw));
    if (!place) return sayNo(reply.header('retry-after', '5'), 503, 'Too many people sign in now. Try again.');
    try {
      return await work();
    } finally {
      place.dispose();
    }
  };

  const enter = async (request: FastifyRequest, reply: FastifyReply, visit: Visit, who: Result<Identity>): Promise<unknown> => {
    if (!who.ok) return refuse(reply, who.error.code);
    const access = await linkFor(who.value, visit.room);
    if (access === undefined) return refuse(reply, 'sign_in.not_allowed');
    const server = serverAt(request.headers.host);
    if (!visit.app) return reply.redirect(`${prefix}/#${formatRoomPath({ room: visit.room, access })}`, 303);
    return page(reply, 200, openApp(formatDeepLink({ server, room: visit.room, access })));
  };

  app.get(SIGN_IN_PATH, (request, reply) =>
    bounded(request, reply, async () => {
      const { room: name, app: isApp } = request.query as Readonly<Record<string, unknown>>;
      const room = parseRoomId(name);
      if (!room.ok) return sayNo(reply, 400, 'This is no address of a room.');
      const callback = `${serverAt(request.headers.host)}${SIGN_IN_PATH}/callback`;
      const step = await provider.begin({ headers: request.headers, peer: request.socket.remoteAddress ?? '', callback });
      if (!step.ok) return refuse(reply, step.error.code);
      const visit = { room: room.value, app: isApp === '1' };
      if (step.value.kind === 'known')
        return enter(request, reply, { ...visit, memory: '' }, { ok: true, value: step.value.identity });
      const { url, memory } = step.value;
      return reply.header('set-cookie', cookie({ ...visit, memory }, path, callback)).redirect(url, 303);
    }),
  );

  app.get(`${SIGN_IN_PATH}/callback`, (request, reply) =>
    bounded(request, reply, async () => {
      const visit = readVisit(request.headers.cookie);
      if (visit === undefined) return refuse(reply, 'sign_in.stale');
      const callback = new URL(`${serverAt(request.headers.host)}${SIGN_IN_PATH}/callback`);
      callback.search = new URL(request.url, callback).search;
      reply.header('set-cookie', `${COOKIE}=; Path=${path}; Max-Age=0; HttpOnly; SameSite=Lax`);
      return enter(request, reply, visit, await provider.finish(callback.href, visit.memory));
    }),
  );
}

function cookie(visit: Visit, path: string, callback: string): string {
  const value = Buffer.from(JSON.stringify(visit)).toString('base64url');
  const secure = callback.startsWith('https://') ? '; Secure' : '';
  return `${COOKIE}=${value}; Path=${path}; Max-Age=${COOKIE_S}; HttpOnly; SameSite=Lax${secure}`;
}

/** The browser's own note. Nothing in it gives a right: the provider's answer does. */
function readVisit(cookies: string | undefined): Visit | undefined {
  const value = /(?:^|;\s*)inkroom-sign-in=([\w-]{1,4000})(?:;|$)/.exec(cookies ?? '')?.[1];
  try {
    const raw = JSON.parse(Buffer.from(value ?? '', 'base64url').toString()) as Readonly<Record<string, unknown>>;
    const room = parseRoomId(raw.room);
    return room.ok && typeof raw.memory === 'string'
      ? { room: room.value, app: raw.app === true, memory: raw.memory }
      : undefined;
  } catch {
    return undefined;
  }
}

function refuse(reply: FastifyReply, code: RefusalCode): FastifyReply {
  return sayNo(reply, STATUS[code] ?? 403, REFUSALS[code]);
}

function sayNo(reply: FastifyReply, status: number, sentence: string): FastifyReply {
  return page(reply, status, `<h1>${sentence}</h1>`);
}

function openApp(link: string): string {
  return `<h1>You are signed in.</h1>\n<p><a href="${escaped(link)}">Open the room in Inkroom</a></p>\n<p>You may close this window then.</p>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

function page(reply: FastifyReply, status: number, body: string): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(`<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Inkroom</title>\n${body}\n</html>\n`);
}
