import { isRefusalCode, REFUSALS, type RefusalCode } from '../../../core/contract/refusal-codes.ts';

/** What the API itself refuses: status and sentence. Append-only: a code that shipped keeps its meaning. */
export const API_REFUSALS = {
  'api.key_missing': [
    401,
    'Send a key of this hub: "Authorization: Bearer KEY". Its operator makes one with "inkroom api-key make".',
  ],
  'api.key_unknown': [401, 'This hub does not know the key, or the key has ended.'],
  'api.scope': [403, 'The key is not for this. Its operator can make one with another scope.'],
  'api.room': [403, 'The key is not for this room.'],
  'api.rate': [429, 'The key was used too often in a short time. Wait, and try again.'],
  'api.busy': [503, 'The hub makes as many pictures, files and traces as it can. Try again in a few seconds.'],
  'api.malformed': [400, 'The request does not have the form that /api/openapi.json describes.'],
  'api.media_type': [415, 'The body must be JSON: "Content-Type: application/json".'],
  'api.too_large': [413, 'The body is larger than this route takes.'],
  'api.room_unknown': [404, 'Nothing was drawn in a room of that name, or the hub no longer has it.'],
  'api.board_too_large': [422, 'The board is too large for a picture. Take it as .inkroom or .json.'],
  'api.route_unknown': [404, 'The API has no such route. /api/openapi.json lists those that it has.'],
  'api.failed': [500, 'Something went wrong in the hub.'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type ApiRefusalCode = keyof typeof API_REFUSALS;

/** Answer to a refused request. */
export interface ApiProblem {
  readonly code: ApiRefusalCode | RefusalCode;
  /** For people who read a log. Programs read the code. */
  readonly message: string;
  /** Where in the request, in a few words. */
  readonly detail?: string;
}

/** Thrown by a route. */
export class ApiRefused extends Error {
  override readonly name = 'ApiRefused';
  readonly code: ApiRefusalCode | RefusalCode;
  readonly detail: string | undefined;

  constructor(code: ApiRefusalCode | RefusalCode, detail?: string) {
    super(code);
    this.code = code;
    this.detail = detail;
  }

  get status(): number {
    return isRefusalCode(this.code) ? statusOf(this.code) : API_REFUSALS[this.code][0];
  }

  get problem(): ApiProblem {
    const { code, detail } = this;
    const message = isRefusalCode(code) ? REFUSALS[code] : API_REFUSALS[code][1];
    return { code, message, ...(detail === undefined ? {} : { detail: detail.slice(0, 200) }) };
  }
}

/** The hub's own refusals: 503 for what passes by itself, 409 for the state of the room, 422 for the request. */
function statusOf(code: RefusalCode): number {
  if (code.startsWith('server.') || code.startsWith('store.') || code === 'room.read_only') return 503;
  return code.startsWith('room.') || code.startsWith('board.') ? 409 : 422;
}
