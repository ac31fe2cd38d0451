import type { FastifyReply } from 'fastify';

export const PLAIN_TEXT = 'text/plain; charset=utf-8';

/** Answers with plain text. `text` ends with a line feed. */
export function sendPlain(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).type(PLAIN_TEXT).send(text);
}
