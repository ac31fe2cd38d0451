import type * as v from 'valibot';
import type { ApiScope } from '../../ports/api-keys.ts';
import { TRACE_TYPE } from '../trace-stream.ts';
import { BoardAnswer, DrawnAnswer, HubNotice, NewElements, NoticeAnswer, RoomNotice } from './api-schemas.ts';

/** One route of the API, as the hub registers it and as the OpenAPI document describes it. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST';
  /** As in OpenAPI: parameters in braces. */
  readonly path: string;
  readonly scope: ApiScope;
  readonly summary: string;
  readonly body?: v.GenericSchema;
  /** Most bytes of the body. */
  readonly bodyBytes?: number;
  /** By media type. Undefined: bytes or text of that type. */
  readonly answers: Readonly<Record<string, v.GenericSchema | undefined>>;
}

const NOTICE_BYTES = 8 * 1024;
const ELEMENTS_BYTES = 512 * 1024;
const JSON_TYPE = 'application/json';

export const INKROOM_TYPE = 'application/vnd.inkroom';
export const SVG_TYPE = 'image/svg+xml';
export const PNG_TYPE = 'image/png';

/** All routes of the API. Names are those of the typed client. */
export const API_ROUTES = {
  announce: {
    method: 'POST',
    path: '/api/rooms/{room}/notices',
    scope: 'notices',
    summary: 'Shows a short text to members of a room: to all, to those with one grant, or to one person.',
    body: RoomNotice,
    bodyBytes: NOTICE_BYTES,
    answers: { [JSON_TYPE]: NoticeAnswer },
  },
  announceEverywhere: {
    method: 'POST',
    path: '/api/notices',
    scope: 'notices',
    summary: 'Shows a short text to members of all rooms, or to those who asked for announcements about a topic.',
    body: HubNotice,
    bodyBytes: NOTICE_BYTES,
    answers: { [JSON_TYPE]: NoticeAnswer },
  },
  draw: {
    method: 'POST',
    path: '/api/rooms/{room}/elements',
    scope: 'draw',
    summary: 'Draws elements, all of them or none. A room that is not open is opened.',
    body: NewElements,
    bodyBytes: ELEMENTS_BYTES,
    answers: { [JSON_TYPE]: DrawnAnswer },
  },
  board: {
    method: 'GET',
    path: '/api/rooms/{room}/snapshot.json',
    scope: 'read',
    summary: 'The board in words and pixels. Strokes have 100 points at most.',
    answers: { [JSON_TYPE]: BoardAnswer },
  },
  file: {
    method: 'GET',
    path: '/api/rooms/{room}/snapshot.inkroom',
    scope: 'read',
    summary: 'The board as a file that Inkroom opens, with its largest pictures.',
    answers: { [INKROOM_TYPE]: undefined },
  },
  trace: {
    method: 'GET',
    path: '/api/rooms/{room}/trace',
    scope: 'trace',
    summary:
      'The messages of the room as they flow, one JSON record a line, until the caller ends it. Without content and names.',
    answers: { [TRACE_TYPE]: undefined },
  },
  picture: {
    method: 'GET',
    path: '/api/rooms/{room}/snapshot.svg',
    scope: 'read',
    summary:
      'The board as a picture. The sizes of texts are estimated, and grey boxes replace pictures that are too large, too many or not here.',
    answers: { [SVG_TYPE]: undefined },
  },
  pixels: {
    method: 'GET',
    path: '/api/rooms/{room}/snapshot.png',
    scope: 'read',
    summary: 'The same picture in pixels: twice the size of the board, but neither side longer than 2,048.',
    answers: { [PNG_TYPE]: undefined },
  },
} as const satisfies Readonly<Record<string, ApiRoute>>;

export type ApiRouteName = keyof typeof API_ROUTES;

/** The body of a request to a route, after its check. Undefined: the route takes none. */
export type ApiBody<Name extends ApiRouteName> = (typeof API_ROUTES)[Name] extends {
  readonly body: infer Schema extends v.GenericSchema;
}
  ? v.InferOutput<Schema>
  : undefined;
