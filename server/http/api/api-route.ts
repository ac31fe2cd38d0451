import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import type { Clock, Log } from '../../../core/base/host.ts';
import { parseRoomId, type RoomId } from '../../../core/board/ids.ts';
import { parseTraceparent } from '../../../core/contract/tracing/trace-context.ts';
import { roomTag } from '../../hub/room/room-tag.ts';
import type { ApiKey, ApiKeys } from '../../ports/api-keys.ts';
import type { Outside } from '../../ports/outside.ts';
import type { Rasteriser } from '../../ports/rasteriser.ts';
import { sendStream, type TraceStreams } from '../trace-stream.ts';
import { type Answer, type ApiCall, ApiCalls } from './api-calls.ts';
import { ApiRefused } from './api-refusals.ts';
import { KeyGate } from './key-gate.ts';
import { ApiLogEvent } from './log-events.ts';
import { openApiDocument } from './openapi.ts';
import { API_ROUTES, type ApiRoute, type ApiRouteName } from './route-table.ts';

/** The API for other systems. */
export interface ApiRoutes {
  readonly keys: ApiKeys;
  readonly outside: Outside;
  readonly rasteriser: Rasteriser;
  readonly traces: TraceStreams;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** Address of the API in its document. */
  readonly server: string;
}

/** A request that passed the gate. */
interface Admitted {
  readonly key: ApiKey;
  readonly room: RoomId | undefined;
}

/** Serves the API under `/api`. All its answers but boards are JSON, the refusals too. */
export async function serveApi(app: FastifyInstance, options: ApiRoutes): Promise<void> {
  const { keys, clock, log, version, server } = options;
  const gate = new KeyGate(keys, clock);
  const calls = new ApiCalls(options);
  const document = JSON.stringify(openApiDocument(version, server));
  const admitted = new WeakMap<FastifyRequest, Admitted>();

  await app.register(async (api) => {
    api.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    // JSON and nothing else: other parsers of the web server have other bounds.
    api.removeAllContentTypeParsers();
    api.addContentTypeParser('application/json', { parseAs: 'string' }, api.getDefaultJsonParser('error', 'ignore'));
    api.setErrorHandler((error, request, reply) => refuse(asRefused(error), request, reply));
    const unknown = async (): Promise<never> => {
      throw new ApiRefused('api.route_unknown');
    };
    // Before anything of a body is read.
    api.all('/api/*', { onRequest: unknown }, unknown);
    api.get('/api/openapi.json', async (_request, reply) => reply.type('application/json').send(document));
    for (const [name, route] of Object.entries<ApiRoute>(API_ROUTES)) add(api, name as ApiRouteName, route);
  });

  function add(api: FastifyInstance, name: ApiRouteName, route: ApiRoute): void {
    api.route({
      method: route.method,
      url: route.path.replace('{room}', ':room'),
      // A route without a body reads none.
      bodyLimit: route.bodyBytes ?? 1,
      exposeHeadRoute: false,
      config: { apiRoute: name },
      // Before anything of the body is read.
      onRequest: async (request) => {
        const room = roomIn(request);
        admitted.set(request, { key: gate.admit(request.headers.authorization, route.scope, room), room });
        if (Number(request.headers['content-length'] ?? 0) > (route.bodyBytes ?? 0)) throw new ApiRefused('api.too_large');
      },
      handler: async (request, reply) => {
        const { key, room } = admitted.get(request) as Admitted;
        const cause = parseTraceparent(request.headers.traceparent);
        const body = route.body && bodyOf(route.body, request.body);
        // The schema of the route has proven the body.
        const answer = await calls.call({ name, key, room, cause, body } as ApiCall);
        log.info(ApiLogEvent.called, { key: key.id, route: name, room: room && roomTag(room), trace: cause?.trace });
        return send(reply, answer);
      },
    });
  }

  function refuse(refused: ApiRefused, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { status, problem, code } = refused;
    const { apiRoute: route } = request.routeOptions.config as { readonly apiRoute?: ApiRouteName };
    const fields = { code, status, route, key: admitted.get(request)?.key.id };
    if (status >= 500) log.warn(ApiLogEvent.refused, { ...fields, reason: refused.detail });
    else log.info(ApiLogEvent.refused, fields);
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    if (status === 429 || status === 503) reply.header('retry-after', '5');
    // What is left of the body is not read, so nothing else can follow on this connection.
    if (request.raw.readableEnded === false && request.headers['content-length'] !== '0') reply.header('connection', 'close');
    return reply.code(status).send(code === 'api.failed' ? { ...problem, detail: undefined } : problem);
  }
}

function send(reply: FastifyReply, { type, content }: Answer): FastifyReply {
  if (content instanceof Readable) return sendStream(reply, content);
  if (type === 'application/json') return reply.type(type).send(JSON.stringify(content));
  return reply
    .type(type)
    .header('content-disposition', 'attachment')
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    .send(content);
}

function roomIn({ params }: FastifyRequest): RoomId | undefined {
  const { room: name } = params as Readonly<Record<string, unknown>>;
  if (name === undefined) return undefined;
  const room = parseRoomId(name);
  if (!room.ok) throw new ApiRefused('api.malformed', 'room');
  return room.value;
}

function bodyOf<Schema extends v.GenericSchema>(schema: Schema, raw: unknown): v.InferOutput<Schema> {
  const read = v.safeParse(schema, raw, { abortEarly: true });
  if (read.success) return read.output;
  throw new ApiRefused('api.malformed', v.getDotPath(read.issues[0]) ?? 'body');
}

/** The web server's own errors, by their codes. */
function asRefused(error: unknown): ApiRefused {
  if (error instanceof ApiRefused) return error;
  const { code, statusCode, message } = error as {
    readonly code?: unknown;
    readonly statusCode?: unknown;
    readonly message: string;
  };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new ApiRefused('api.too_large');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new ApiRefused('api.media_type');
  if (typeof statusCode === 'number' && statusCode < 500) return new ApiRefused('api.malformed', 'body');
  return new ApiRefused('api.failed', message);
}
