import type { FunctionAnswer } from './function-types.ts';

/** What the functions refuse: status and sentence. Append-only: a code that shipped keeps its meaning. */
const FUNCTION_REFUSALS = {
  'functions.settings': [503, 'A setting of this app is missing or cannot be read. Its log says which.'],
  'functions.too_large': [413, 'The body is larger than this function takes.'],
  'functions.malformed': [400, 'The body must be JSON: {"text": "…"}, and "from" and "topic" if you like.'],
  'functions.unsigned': [401, 'The request does not come from the service, or is signed with a key that this app does not know.'],
  'functions.event_unknown': [404, 'This app does not know the event.'],
  'functions.service_refused': [502, 'The service does not accept the key or the identity of this app.'],
  'functions.service_busy': [503, 'The service has used up its messages. Try again later.'],
  'functions.service_failed': [502, 'The service could not be reached.'],
  'functions.no_key': [502, 'The service lends no key to the identity of this app. Its log says why.'],
  'functions.directory_away': [503, 'Entra ID could not be reached to check the request.'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type FunctionRefusal = keyof typeof FUNCTION_REFUSALS;

export function refused(code: FunctionRefusal): FunctionAnswer {
  const [status, message] = FUNCTION_REFUSALS[code];
  return { status, jsonBody: { code, message }, headers: { 'cache-control': 'no-store' } };
}
