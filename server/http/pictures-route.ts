import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { DisposableStore } from '../../core/base/disposable.ts';
import { parseRoomId, type RoomId } from '../../core/board/ids.ts';
import { isPictureHash } from '../../core/board/kinds.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import type { PictureExchange, PictureRefusal } from '../hub/pictures/picture-exchange.ts';
import { AddressPlaces } from './admitting/address-places.ts';
import { PictureSending } from './picture-sending.ts';
import { sendPlain } from './plain-text.ts';

/** Concurrent uploads, and those of one network address. Each waits in memory until it is complete. */
const UPLOADS = { all: 24, ofAddress: 12 } as const;

const STATUS: Readonly<Record<PictureRefusal, number>> = { unknown: 409, wrong: 422, large: 413, full: 507 };
const SENTENCE: Readonly<Record<PictureRefusal, string>> = {
  unknown: 'No element of this room shows that picture, or not yet.',
  wrong: 'These bytes are not a PNG, JPEG, GIF or WebP picture of that name.',
  large: 'A picture may have 10 MiB and 16,777,216 pixels at most.',
  full: 'There is no space for more pictures.',
};

const UNREADABLE = 'This request cannot be read.';

interface Path {
  readonly Params: { readonly room: string; readonly hash: string };
}

export interface PicturesRoute {
  readonly exchange: Pick<PictureExchange, 'get' | 'put' | 'shows'>;
  /** The network address of the client. */
  readonly addressOf: (request: IncomingMessage) => string;
}

/**
 * `PUT` and `GET /pictures/ROOM/HASH` [PIC-1]. Everyone who knows the room's name may read its pictures, like its board. Pages of
 * any origin may, because no cookie or other right of a browser is used here.
 */
export function servePictures(app: FastifyInstance, { exchange, addressOf }: PicturesRoute): void {
  const sending = new PictureSending();
  const uploads = new AddressPlaces(UPLOADS);
  app.addContentTypeParser(/^image\//, { parseAs: 'buffer', bodyLimit: LIMITS.pictureBytes }, (_request, body, done) => {
    done(null, body);
  });
  app.options('/pictures/:room/:hash', async (_request, reply) =>
    open(reply)
      .code(204)
      .header('access-control-allow-methods', 'GET, PUT')
      .header('access-control-allow-headers', 'content-type')
      .header('access-control-max-age', '86400')
      .send(),
  );
  app.get<Path>('/pictures/:room/:hash', async ({ params, raw }, reply) => {
    const path = readPath(params);
    if (!path) return text(reply, 404, 'This picture is not here.');
    const { room, hash } = path;
    const owned = new DisposableStore();
    reply.raw.once('close', () => owned.dispose());
    const taken = await sending.take(`${room} ${hash}`, addressOf(raw), () => exchange.get(room, hash));
    if (taken === 'busy') return text(reply.header('retry-after', '1'), 503, 'Too many pictures are being read. Try again.');
    if (!taken) return text(reply, 404, 'This picture is not here.');
    owned.add(taken);
    return open(reply)
      .type(taken.picture.type)
      .header('cache-control', 'private, max-age=31536000, immutable')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .send(taken.picture.bytes);
  });
  app.put<Path>(
    '/pictures/:room/:hash',
    {
      // Before the body is read.
      onRequest: async ({ params, raw }, reply) => {
        const path = readPath(params);
        if (!path) return text(reply, 400, UNREADABLE);
        if (!exchange.shows(path.room, path.hash)) return text(reply, STATUS.unknown, SENTENCE.unknown);
        const place = uploads.take(addressOf(raw));
        if (!place) return text(reply, 503, 'Too many pictures are being sent. Try again.');
        reply.raw.once('close', () => place.dispose());
        return undefined;
      },
    },
    async ({ params, body }, reply) => {
      const path = readPath(params);
      if (!path || !(body instanceof Uint8Array)) return text(reply, 400, UNREADABLE);
      const refused = await exchange.put(path.room, path.hash, body);
      return refused ? text(reply, STATUS[refused], SENTENCE[refused]) : open(reply).code(204).send();
    },
  );
}

function readPath({ room, hash }: Path['Params']): { readonly room: RoomId; readonly hash: string } | undefined {
  const id = parseRoomId(room);
  return id.ok && isPictureHash(hash) ? { room: id.value, hash } : undefined;
}

function open(reply: FastifyReply): FastifyReply {
  return reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
}

function text(reply: FastifyReply, status: number, sentence: string): FastifyReply {
  return sendPlain(open(reply), status, `${sentence}\n`);
}
