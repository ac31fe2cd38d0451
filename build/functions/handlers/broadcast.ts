import type { RestOutcome, ServiceRest } from '@inkroom/azure-signalr/serverless/service-rest';
import { ANNOUNCE, groupOf, readAnnouncement } from '../announcement-message.ts';
import { type FunctionRefusal, refused } from '../function-refusals.ts';
import type { FunctionHandler } from '../function-types.ts';
import { requestBody } from '../request-body.ts';

/** An announcement has 500 UTF-16 units; each may be written as an escape of six bytes. */
const BODY_BYTES = 16 * 1024;

/** Sends one announcement to all who have the board open, or to those who follow its topic [ANN-1] [ANN-2]. */
export function broadcast(rest: ServiceRest): FunctionHandler {
  return async (request, log) => {
    const body = await requestBody(request, BODY_BYTES);
    if (body === undefined) return refused('functions.too_large');
    const notice = readAnnouncement(body);
    if (notice === undefined) return refused('functions.malformed');
    const { topic } = notice;
    const outcome = await rest.send(topic === undefined ? { to: 'all' } : { to: 'group', name: groupOf(topic) }, ANNOUNCE, [
      notice,
    ]);
    if (outcome === 'done') return { status: 202, jsonBody: {} };
    const code = refusalOf(outcome);
    log.error(`broadcast.failed ${code}`);
    return refused(code);
  };
}

export function refusalOf(outcome: Exclude<RestOutcome, 'done'>): FunctionRefusal {
  if (outcome === 'refused') return 'functions.service_refused';
  return outcome === 'throttled' ? 'functions.service_busy' : 'functions.service_failed';
}
