import type { FastifyInstance, FastifyReply } from 'fastify';
import { parseRoomId, type RoomId } from '../../core/board/ids.ts';
import { isPictureHash } from '../../core/board/kinds.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import type { PictureExchange, PictureRefusal } from '../hub/pictures/picture-exchange.ts';
import { sendPlain } from './plain-text.ts';

/** Concurrent uploads. Each waits in memory until it is complete. */
const UPLOADS_AT_ONCE = 24;

const STATUS: Readonly<Record<PictureRefusal, number>> = { unknown: 409, wrong: 422, large: 413, full: 507 };
const SENTENCE: Readonly<Record<PictureRefusal, string>> = {
  unknown: 'No element of this room shows that picture, or not yet.',
  wrong: 'These bytes are not a PNG, JPEG, GIF or WebP picture of that name.',
  large: 'A picture may have 10 MiB at most.',
  full: 'There is no space for more pictures.',
};

interface Path {
  readonly Params: { readonly room: string; readonly hash: string };
}

/**
 * `PUT` and `GET /pictures/ROOM/HASH` [PIC-1]. Everyone who knows the room's name may read its pictures, like its board. Pages of
 * any origin may, because no cookie or other right of a browser is used here.
 */
export function servePictures(app: FastifyInstance, exchange: Pick<PictureExchange, 'get' | 'put'>): void {
  let uploads = 0;
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
  app.get<Path>('/pictures/:room/:hash', async ({ params }, reply) => {
    const path = readPath(params);
    const picture = path && (await exchange.get(path.room, path.hash));
    if (!picture) return text(reply, 404, 'This picture is not here.');
    return open(reply)
      .type(picture.type)
      .header('cache-control', 'private, max-age=31536000, immutable')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .send(picture.bytes);
  });
  app.put<Path>(
    '/pictures/:room/:hash',
    {
      // Before the body is read.
      onRequest: async (_request, reply) => {
        if (uploads >= UPLOADS_AT_ONCE) return text(reply, 503, 'Too many pictures are being sent. Try again.');
        uploads++;
        reply.raw.once('close', () => {
          uploads--;
        });
        return undefined;
      },
    },
    async ({ params, body }, reply) => {
      const path = readPath(params);
      if (!path || !(body instanceof Uint8Array)) return text(reply, 400, 'This request cannot be read.');
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
