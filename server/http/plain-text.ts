import type { FastifyReply } from 'fastify';

export const PLAIN_TEXT = 'text/plain; charset=utf-8';

/** Answers in words. `text` ends its last line. */
export function sendPlain(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).type(PLAIN_TEXT).send(text);
}
