import type { ServiceRest } from '@inkroom/azure-signalr/serverless/service-rest';
import type { UpstreamCategory, UpstreamEvent } from '@inkroom/azure-signalr/serverless/upstream-event';
import { readUpstreamInvocation } from '@inkroom/azure-signalr/serverless/upstream-invocation';
import type { Outcome } from '@inkroom/signalr/hub-protocol/hub-protocol';
import { isTopic, readTopics } from '../../../core/contract/announcement.ts';
import { BoardMethod, groupOf, TOPICS_PARAMETER } from '../announcement-message.ts';
import { refused } from '../function-refusals.ts';
import type { FunctionAnswer, FunctionHandler, FunctionLog, FunctionRequest } from '../function-types.ts';
import { requestBody } from '../request-body.ts';
import { refusalOf } from './broadcast.ts';
import type { UpstreamProof } from './upstream-proof.ts';

/** A call names a method and a topic. */
const BODY_BYTES = 16 * 1024;

/** The service as these functions know it. */
export interface UpstreamService {
  readonly hub: string;
  readonly proof: UpstreamProof;
  readonly rest: ServiceRest;
}

/** A request from the service, its sender checked and its body read. */
interface SignedRequest {
  readonly event: UpstreamEvent;
  readonly body: Buffer;
  readonly contentType: string;
}

type Act = (request: SignedRequest, log: FunctionLog) => Promise<FunctionAnswer>;

/** Lets only the service through. A signature covers the connection's id; the function's key in the address covers the rest. */
function fromService({ hub, proof }: UpstreamService, category: UpstreamCategory, act: Act): FunctionHandler {
  return async (request: FunctionRequest, log) => {
    const { headers, params } = request;
    const read = await proof(headers);
    if (read.kind === 'unset') {
      log.error(`settings.missing ${read.problem}`);
      return refused('functions.settings');
    }
    if (read.kind === 'unproved') {
      log.error('upstream.no_keys Entra ID gave no keys to check the request with.');
      return refused('functions.directory_away');
    }
    if (read.kind === 'unsigned') {
      log.warn('upstream.unsigned');
      return refused('functions.unsigned');
    }
    const isOurs =
      read.kind === 'event' &&
      read.event.category === category &&
      read.event.event === params.event &&
      read.event.hub === hub.toLowerCase();
    if (!isOurs) return refused('functions.event_unknown');
    const body = await requestBody(request, BODY_BYTES);
    if (body === undefined) return refused('functions.too_large');
    return act({ event: read.event, body, contentType: headers.get('content-type') ?? '' }, log);
  };
}

/** `connected`: puts the connection into the groups of the topics in its address. `disconnected`: the service empties its groups itself. */
export function connections(service: UpstreamService): FunctionHandler {
  const { rest } = service;
  return fromService(service, 'connections', async ({ event: { event, connectionId, query } }, log) => {
    if (event === 'disconnected') return { status: 204 };
    if (event !== 'connected') return refused('functions.event_unknown');
    const asked = new URLSearchParams(query).get(TOPICS_PARAMETER);
    for (const topic of readTopics(asked?.split(','))) {
      const outcome = await rest.join(groupOf(topic), connectionId);
      // It left again in the meantime: nothing is wrong.
      if (outcome === 'done' || outcome === 'absent') continue;
      log.error(`connections.join_failed ${refusalOf(outcome)}`);
      return refused(refusalOf(outcome));
    }
    return { status: 204 };
  });
}

/** `Follow(topic)` and `Unfollow(topic)`, called by pages. */
export function messages(service: UpstreamService): FunctionHandler {
  const { rest } = service;
  return fromService(service, 'messages', async ({ event: { event, connectionId }, body, contentType }, log) => {
    const call = readUpstreamInvocation(contentType, body);
    // The name in the address is what a template of the service chose; the one in the body is what the client called.
    if (call === undefined || call.target !== event) return refused('functions.event_unknown');
    if (event !== BoardMethod.follow && event !== BoardMethod.unfollow) return refused('functions.event_unknown');
    const answer = (outcome: Outcome): FunctionAnswer => {
      const { contentType: type, body: bytes } = call.answer(outcome);
      return { status: 200, headers: { 'content-type': type }, body: bytes };
    };
    const [topic] = call.args;
    if (!isTopic(topic) || call.args.length !== 1)
      return answer({ kind: 'error', error: 'topic.malformed: A topic has lower case letters, digits, ".", "_" and "-".' });
    const group = groupOf(topic);
    const outcome = await (event === BoardMethod.follow ? rest.join(group, connectionId) : rest.leave(group, connectionId));
    if (outcome === 'done') return answer({ kind: 'void' });
    log.error(`messages.group_failed ${refusalOf(outcome)}`);
    return refused(refusalOf(outcome));
  });
}
