import * as v from 'valibot';
import { ID64, ROOM_NAME } from '../../../core/board/ids.ts';
import { GRANTS } from '../../../core/contract/access/grants.ts';
import { TOPIC } from '../../../core/contract/announcement.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { DescribedElements } from '../../../renderer/files/described/described-element.ts';

/** The shapes of the API. The routes check by them, and the OpenAPI document is made of them. */
export const RoomName = v.pipe(v.string(), v.maxLength(LIMITS.roomIdChars), v.regex(ROOM_NAME));
const Person = v.pipe(v.string(), v.regex(ID64));
const Topic = v.pipe(v.string(), v.maxLength(LIMITS.topicChars), v.regex(TOPIC));
const Text = v.pipe(v.string(), v.maxLength(LIMITS.announcementChars), v.regex(/\S/));

/** `to`: all members (the default), those with exactly this grant, or the person with this client id. */
export const RoomNotice = v.strictObject({
  text: Text,
  to: v.optional(v.union([v.literal('all'), v.strictObject({ grant: v.picklist(GRANTS) }), v.strictObject({ person: Person })])),
});
export type RoomNotice = v.InferOutput<typeof RoomNotice>;

/** To all members of all rooms, or to those who asked for announcements about the topic. */
export const HubNotice = v.strictObject({ text: Text, topic: v.optional(Topic) });
export type HubNotice = v.InferOutput<typeof HubNotice>;

/** `reached`: members on the instance that was asked. Other instances send to their own. */
export const NoticeAnswer = v.strictObject({ reached: v.pipe(v.number(), v.integer(), v.minValue(0)) });
export type NoticeAnswer = v.InferOutput<typeof NoticeAnswer>;

export const NewElements = v.strictObject({ elements: DescribedElements });
export type NewElements = v.InferOutput<typeof NewElements>;

/** `ids`: of the elements, in the order of the request. */
export const DrawnAnswer = v.strictObject({ author: Person, ids: v.array(v.string()) });
export type DrawnAnswer = v.InferOutput<typeof DrawnAnswer>;

/** Elements from bottom to top, in the words in which they are drawn. */
export const BoardAnswer = v.strictObject({
  room: RoomName,
  title: v.string(),
  elements: v.array(v.looseObject({ id: v.string(), kind: v.string() })),
});
export type BoardAnswer = v.InferOutput<typeof BoardAnswer>;

export const ProblemAnswer = v.strictObject({ code: v.string(), message: v.string(), detail: v.optional(v.string()) });
export type ProblemAnswer = v.InferOutput<typeof ProblemAnswer>;
