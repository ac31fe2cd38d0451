import type { Readable } from 'node:stream';
import type { Clock } from '../../../core/base/host.ts';
import type { Result } from '../../../core/base/result.ts';
import { isClientId, type RoomId } from '../../../core/board/ids.ts';
import type { Audience } from '../../../core/contract/announcement.ts';
import type { TraceContext } from '../../../core/contract/tracing/trace-context.ts';
import { encodeBoardFile, picturesThatFit } from '../../../core/room/board-file.ts';
import { packSnapshotFile } from '../../../core/room/snapshot/snapshot-packer.ts';
import { svgOfBoard } from '../../../renderer/engine/export/svg/svg-of-board.ts';
import { newBox } from '../../../renderer/engine/text/new-box.ts';
import { type DescribedBoard, describeInSteps } from '../../../renderer/files/described/describe-board.ts';
import { describedOps } from '../../../renderer/files/described/read-described.ts';
import { boardPictures, filePictures } from '../../board-pictures/board-pictures.ts';
import { inTurns } from '../../hub/turns/in-turns.ts';
import type { ApiKey } from '../../ports/api-keys.ts';
import type { Outside, OutsideReading, OutsideSender } from '../../ports/outside.ts';
import type { Rasteriser } from '../../ports/rasteriser.ts';
import { TRACE_TYPE, type TraceStreams } from '../trace-stream.ts';
import { ApiRefused } from './api-refusals.ts';
import type { BoardAnswer, DrawnAnswer, HubNotice, NewElements, NoticeAnswer, RoomNotice } from './api-schemas.ts';
import { type ApiBody, type ApiRouteName, INKROOM_TYPE, PNG_TYPE, SVG_TYPE } from './route-table.ts';

/** A request whose key is proven by its route. */
interface AdmittedCall {
  readonly key: ApiKey;
  readonly room: RoomId | undefined;
  /** [TRC-7] */
  readonly cause: TraceContext | undefined;
}

/** The same with its body, which the schema of its route has checked. */
export type ApiCall = {
  [Name in ApiRouteName]: AdmittedCall & { readonly name: Name; readonly body: ApiBody<Name> };
}[ApiRouteName];

export type Answer =
  | { readonly type: 'application/json'; readonly content: NoticeAnswer | DrawnAnswer | BoardAnswer }
  | { readonly type: string; readonly content: Uint8Array | string | Readable };

/** Boards that are read at a time: each may take a second of the processor. */
const READS_AT_ONCE = 2;
/** Elements of a board that becomes a picture. */
const DRAWN_MOST = 20_000;
const EMPTY_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1" viewBox="0 0 1 1"></svg>\n';

interface ApiCallsOptions {
  readonly outside: Outside;
  readonly rasteriser: Rasteriser;
  readonly clock: Clock;
  readonly traces: TraceStreams;
}

/** What each route does. Throws `ApiRefused`. */
export class ApiCalls {
  readonly #outside: Outside;
  readonly #rasteriser: Rasteriser;
  readonly #clock: Clock;
  readonly #traces: TraceStreams;
  #reads = 0;

  constructor({ outside, rasteriser, clock, traces }: ApiCallsOptions) {
    this.#outside = outside;
    this.#rasteriser = rasteriser;
    this.#clock = clock;
    this.#traces = traces;
  }

  call(call: ApiCall): Promise<Answer> {
    const { key, room, cause } = call;
    switch (call.name) {
      case 'announce':
        return this.#announce(key, needed(room), call.body);
      case 'announceEverywhere':
        return this.#announceEverywhere(key, call.body);
      case 'draw':
        return this.#draw({ id: key.id, cause }, needed(room), call.body);
      case 'board':
        return this.#read(needed(room), async (id, { board }) => ({
          type: 'application/json',
          content: boardAnswer(id, await inTurns(describeInSteps(board), this.#clock)),
        }));
      case 'file':
        return this.#read(needed(room), async (_id, reading) => ({ type: INKROOM_TYPE, content: await this.#file(reading) }));
      case 'trace':
        return this.#trace(needed(room));
      case 'picture':
        return this.#read(needed(room), async (_id, reading) => ({ type: SVG_TYPE, content: await this.#svg(reading) }));
      case 'pixels':
        return this.#read(needed(room), async (_id, reading) => {
          const png = await this.#rasteriser.png(await this.#svg(reading));
          if (png === 'too_large') throw new ApiRefused('api.board_too_large');
          return { type: PNG_TYPE, content: png };
        });
    }
  }

  async #file({ board, epoch, picture }: OutsideReading): Promise<Uint8Array> {
    const pictures = await filePictures(board.elements(), picture);
    const snapshot = await inTurns(
      packSnapshotFile({ epoch, vector: [], savedAt: this.#clock.now(), states: board.keptStates() }),
      this.#clock,
    );
    const sizes = pictures.map(({ bytes }) => bytes.length);
    return encodeBoardFile({ snapshot, pictures: pictures.slice(0, picturesThatFit(snapshot.length, sizes)) });
  }

  async #svg({ board, picture }: OutsideReading): Promise<string> {
    if (board.aliveCount > DRAWN_MOST) throw new ApiRefused('api.board_too_large');
    const pictures = await boardPictures(board.elements(), picture);
    return (await svgOfBoard(board, { clock: this.#clock, theme: 'light', pictures })) ?? EMPTY_SVG;
  }

  async #announce(key: ApiKey, room: RoomId, { text, to }: RoomNotice): Promise<Answer> {
    return this.#send(key, room, text, audienceOf(to));
  }

  async #announceEverywhere(key: ApiKey, { text, topic }: HubNotice): Promise<Answer> {
    return this.#send(key, undefined, text, topic === undefined ? { to: 'all' } : { to: 'topic', topic });
  }

  #send(key: ApiKey, room: RoomId | undefined, text: string, audience: Audience): Answer {
    const reached = this.#outside.announce(room, { text, from: key.name, audience });
    return { type: 'application/json', content: { reached } };
  }

  async #draw(sender: OutsideSender, room: RoomId, { elements }: NewElements): Promise<Answer> {
    let ids: readonly string[] = [];
    const drawn = await this.#outside.draw(room, sender, (drawing) => {
      const made = describedOps(elements, drawing, newBox);
      if (!made.ok) return made;
      ids = made.value.ids;
      return { ok: true, value: made.value.ops };
    });
    return { type: 'application/json', content: { author: value(drawn).author, ids: [...ids] } };
  }

  async #trace(room: RoomId): Promise<Answer> {
    const content = this.#traces.open(room);
    if (content === undefined) throw new ApiRefused('api.busy');
    return { type: TRACE_TYPE, content };
  }

  async #read(room: RoomId, make: (room: RoomId, reading: OutsideReading) => Promise<Answer>): Promise<Answer> {
    if (this.#reads >= READS_AT_ONCE) throw new ApiRefused('api.busy');
    this.#reads++;
    try {
      const reading = value(await this.#outside.read(room));
      if (reading === undefined) throw new ApiRefused('api.room_unknown');
      return await make(room, reading);
    } finally {
      this.#reads--;
    }
  }
}

function boardAnswer(room: RoomId, { title, elements }: DescribedBoard): BoardAnswer {
  return { room, title, elements: [...elements] };
}

function audienceOf(to: RoomNotice['to']): Audience {
  if (to === undefined || to === 'all') return { to: 'all' };
  if ('grant' in to) return { to: 'grant', grant: to.grant };
  if (!isClientId(to.person)) throw new ApiRefused('api.malformed', 'to.person');
  return { to: 'person', who: to.person };
}

function needed(room: RoomId | undefined): RoomId {
  if (room === undefined) throw new ApiRefused('api.malformed', 'room');
  return room;
}

function value<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new ApiRefused(result.error.code, result.error.detail);
}
