import type * as v from 'valibot';
import { type ElementId, ordinalOf } from '../../core/board/ids.ts';
import type { Op } from '../../core/board/op.ts';
import { isSaidTo } from '../../core/contract/said.ts';
import { svgOfBoard } from '../../renderer/engine/export/svg/svg-of-board.ts';
import { proposeEach } from '../../renderer/engine/selection/arranging/selection-actions.ts';
import { fittedBoxes } from '../../renderer/engine/text/label-fit.ts';
import { newBox } from '../../renderer/engine/text/new-box.ts';
import { describeBoard, type ReadElement } from '../../renderer/files/described/describe-board.ts';
import type { DescribedElement } from '../../renderer/files/described/described-element.ts';
import { describedOps } from '../../renderer/files/described/read-described.ts';
import type { Session } from '../../renderer/session/session.ts';
import { boardPictures } from '../board-pictures/board-pictures.ts';
import { type BoardRoom, ToolRefused } from './board-room.ts';
import { arrangeOps, changeOps, changeText, elementsOf, isOwn } from './changes.ts';
import { commentOn } from './comment.ts';
import {
  ArrangeArguments,
  ChangeArguments,
  ChatArguments,
  CommentArguments,
  ConnectArguments,
  DrawArguments,
  PictureArguments,
  ReadArguments,
  RemoveArguments,
  SayArguments,
  WatchArguments,
} from './tool-schemas.ts';

/** One tool of the assistants' protocol. `run` throws `ToolRefused`. */
export interface Tool {
  readonly description: string;
  readonly schema: v.GenericSchema;
  readonly changes: boolean;
  run(room: BoardRoom, args: unknown): Promise<unknown>;
}

/** A result that is no text. */
export class PngResult {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** `run` gets what the schema gives. */
function tool<Schema extends v.GenericSchema>(
  schema: Schema,
  changes: boolean,
  description: string,
  run: (room: BoardRoom, args: v.InferOutput<Schema>) => Promise<unknown>,
): Tool {
  return { description, schema, changes, run: (room, args) => run(room, args as v.InferOutput<Schema>) };
}

const PAGE = 200;
const MESSAGES = 50;
/** Elements of a board that becomes a picture of pixels, or of text. */
const PICTURED_MOST = 20_000;
const DRAWN_MOST = 2_000;
/** Characters of an SVG picture: what a model can read. */
const PICTURE_CHARS = 400_000;

export const TOOLS: Readonly<Record<string, Tool>> = {
  read_board: tool(
    ReadArguments,
    false,
    'Reads the board: its title, the people in the room, and its elements from bottom to top with ids, kinds, texts and places in pixels. Elements with `own` were drawn by this program.',
    async (room, { from = 0, most = PAGE, text }) => {
      const session = await room.live();
      const { title, elements } = describeBoard(session.board());
      const found = text === undefined ? elements : elements.filter((element) => containsText(element, text));
      if (from === 0 && text === undefined) room.read();
      return {
        title,
        people: session.members().map(({ clientId, name, program }) => ({ id: clientId, name, ...(program ? { program } : {}) })),
        grant: session.status().grant,
        total: found.length,
        from,
        elements: found.slice(from, from + most).map((element) => withOwner(session, element)),
      };
    },
  ),
  picture: tool(
    PictureArguments,
    false,
    'The board, or some elements of it, as a picture. Lines of texts are broken by estimated sizes. A PNG shows the pictures of the board; a grey box stands for one that is too large or that the hub does not have yet, and for all of them in an SVG.',
    async (room, { as = 'png', ids }) => {
      const board = (await room.live()).board();
      const only = ids && new Set(elementsOf(board, ids, 'read'));
      const most = as === 'png' ? PICTURED_MOST : DRAWN_MOST;
      if (only === undefined && board.aliveCount > most) throw new ToolRefused('tool.too_large');
      const shown = [...board.elements()].filter(({ id }) => only?.has(id) ?? true);
      const pictures = as === 'png' ? await boardPictures(shown, room.pictures.reading()) : new Map<string, string>();
      const svg = await svgOfBoard(board, { clock: room.clock, theme: 'light', pictures, ...(only && { only }) });
      if (svg === undefined) throw new ToolRefused('tool.nothing', 'the board is empty');
      if (as === 'svg' && svg.length > PICTURE_CHARS) throw new ToolRefused('tool.too_large');
      if (as === 'svg') return svg;
      const png = await room.rasteriser.png(svg);
      if (png === 'too_large') throw new ToolRefused('tool.too_large');
      return new PngResult(png);
    },
  ),
  read_chat: tool(
    ChatArguments,
    false,
    'The newest messages of the chat, the oldest of them first.',
    async (room, { most = MESSAGES }) => {
      await room.live();
      return { messages: room.chat(most) };
    },
  ),
  say: tool(
    SayArguments,
    true,
    'Writes into the chat of the room, or privately to one person or to the hosts. For remarks and answers; what belongs to the drawing is drawn.',
    async (room, { text, to = 'all' }) => {
      if (to === 'all') {
        const session = await room.commenting();
        const before = session.status().refused?.at;
        session.say(text);
        await room.sent([], before);
      } else {
        const session = await room.live();
        if (!isSaidTo(to)) throw new ToolRefused('tool.arguments', 'to');
        const outcome = await session.act({ act: 'say', to, text });
        if ('refused' in outcome) throw new ToolRefused(outcome.refused);
      }
      return { said: true };
    },
  ),
  draw: tool(
    DrawArguments,
    true,
    'Draws elements above everything: rectangle, ellipse, diamond, text, note, frame, line, arrow, pen, highlighter. Returns their ids in the order of the list.',
    (room, { elements }) => drawn(room, elements),
  ),
  connect: tool(
    ConnectArguments,
    true,
    'Draws an arrow or a line between two elements. It follows them when they move. Returns its id.',
    async (room, { from, to, kind = 'arrow', ...look }) => {
      const session = await room.drawing();
      elementsOf(session.board(), [from, to]);
      return drawn(room, [{ kind, from: { on: from }, to: { on: to }, ...look }]);
    },
  ),
  comment: tool(
    CommentArguments,
    true,
    'Puts a note with a comment beside an element, in a free place, with a dotted line to it; at a shape the line stays when either moves. Returns the ids of the note and the line. A remark about no element belongs into the chat.',
    async (room, { id: raw, text }) => {
      const board = (await room.drawing()).board();
      const [id] = elementsOf(board, [raw], 'read');
      return drawn(room, id === undefined ? [] : commentOn(board, id, text));
    },
  ),
  arrange: tool(
    ArrangeArguments,
    true,
    'Lines elements up at an edge or a middle, gives them equal gaps, or puts them into a grid in the order of the list.',
    async (room, args) => {
      const session = await room.drawing();
      return proposed(room, session, arrangeOps(session, args));
    },
  ),
  change: tool(
    ChangeArguments,
    true,
    'Changes places, sizes, looks and texts of elements. What is left out stays as it is.',
    async (room, args) => {
      const session = await room.drawing();
      const ids = elementsOf(session.board(), args.ids);
      const ops = changeOps(session, args);
      const { text } = args;
      if (ops.length === 0 && text === undefined) throw new ToolRefused('tool.nothing');
      const before = session.status().refused?.at;
      const gesture = session.newGesture();
      if (ops.length > 0) session.propose(ops, gesture);
      if (text !== undefined) for (const id of ids) changeText(session, id, text, gesture);
      proposeEach(session, fittedBoxes(session.board(), ids), gesture);
      await room.sent(ids, before);
      return { changed: ids.length };
    },
  ),
  remove: tool(RemoveArguments, true, 'Removes elements. People can bring back what they drew.', async (room, { ids: raw }) => {
    const session = await room.drawing();
    const ids = elementsOf(session.board(), raw);
    return proposed(room, session, [{ kind: 'alive', ids, lamport: session.nextLamport(), alive: false }]);
  }),
  watch: tool(
    WatchArguments,
    false,
    'Waits until others change the board or write, and tells what they changed and said since the last reading; `removed` names elements that are gone. Returns empty lists when nothing happens in that time.',
    async (room, { seconds }) => {
      const session = await room.live();
      const changes = await room.changes(seconds * 1_000);
      const { said } = changes;
      if (changes.many) return { many: true, note: 'Much has changed. Read the board again.', said };
      const { elements } = describeBoard(session.board(), changes.ids);
      const living = new Set(elements.map(({ id }) => id));
      return {
        changed: elements.map((element) => withOwner(session, element)),
        removed: changes.ids.filter((id) => !living.has(id) && session.board().get(id)?.alive === false && ordinalOf(id) > 0),
        said,
      };
    },
  ),
};

async function drawn(room: BoardRoom, elements: readonly DescribedElement[]): Promise<unknown> {
  const session = await room.drawing();
  const made = describedOps(elements, session, newBox);
  if (!made.ok) throw new ToolRefused(made.error.code, made.error.detail);
  await proposed(room, session, made.value.ops);
  return { ids: made.value.ids };
}

async function proposed(room: BoardRoom, session: Session, ops: readonly Op[]): Promise<unknown> {
  if (ops.length === 0) return { changed: 0 };
  const before = session.status().refused?.at;
  const ids = new Set(ops.flatMap((op): readonly ElementId[] => ('ids' in op ? op.ids : 'id' in op ? [op.id] : [])));
  session.propose(ops, session.newGesture());
  await room.sent([...ids], before);
  return { changed: ids.size };
}

function withOwner(session: Session, element: ReadElement): ReadElement {
  return isOwn(session, element.id) ? { ...element, own: true } : element;
}

function containsText({ text, title }: ReadElement, wanted: string): boolean {
  return [text, title].some((one) => typeof one === 'string' && one.toLowerCase().includes(wanted.toLowerCase()));
}
