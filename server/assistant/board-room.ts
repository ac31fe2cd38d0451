import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock, Log, Random } from '../../core/base/host.ts';
import { authorOf, type ElementId } from '../../core/board/ids.ts';
import { isAside } from '../../core/board/kinds.ts';
import { mayComment, mayDraw } from '../../core/contract/access/grants.ts';
import type { RoomLink } from '../../core/contract/access/room-link.ts';
import { REFUSALS, type RefusalCode } from '../../core/contract/refusal-codes.ts';
import { boardWords } from '../../core/room/board-words.ts';
import { createSession } from '../../renderer/session/board-session.ts';
import type { ConnectHub } from '../../renderer/session/link/hub-port.ts';
import type { Session } from '../../renderer/session/session.ts';
import type { Rasteriser } from '../ports/rasteriser.ts';
import type { RoomPictures } from './room-pictures.ts';

/** What a tool refuses, besides the hub's codes. */
const TOOL_REFUSALS = {
  'tool.arguments': 'The arguments do not have the form that the tool describes.',
  'tool.unknown': 'There is no tool of that name.',
  'tool.away': 'The room cannot be reached now. The connection is tried again by itself: call the tool again in a while.',
  'tool.no_element': 'The board has no such element: it may have been removed. Read the board again.',
  'tool.nothing': 'There is nothing to do.',
  'tool.too_large': 'The board is too large for that. Read a part of it.',
  'tool.unconfirmed': 'The change was made here and is on its way, but the hub has not confirmed it yet.',
} as const;
export type ToolRefusalCode = keyof typeof TOOL_REFUSALS | RefusalCode;

/** Thrown by a tool. */
export class ToolRefused extends Error {
  override readonly name = 'ToolRefused';
  readonly code: ToolRefusalCode;

  constructor(code: ToolRefusalCode, detail?: string) {
    const sentence = code in TOOL_REFUSALS ? TOOL_REFUSALS[code as keyof typeof TOOL_REFUSALS] : REFUSALS[code as RefusalCode];
    super(`${code}: ${sentence}${detail === undefined ? '' : ` (${detail.slice(0, 200)})`}`);
    this.code = code;
  }
}

export interface BoardRoomOptions {
  readonly link: RoomLink;
  readonly name: string;
  readonly connect: ConnectHub;
  readonly rasteriser: Rasteriser;
  readonly pictures: RoomPictures;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Colour of the program's pointer: the last one of the palette. */
const COLOR = 11;
/** How long a tool waits until the room is reached, and until the hub has confirmed a change. Milliseconds. */
const LIVE_MS = 10_000;
const SENT_MS = 8_000;
/** Changed elements that are remembered for `watch`. With more it says that much has changed. */
const CHANGED_MOST = 500;
/** A change is seldom alone: those that follow at once are told with it. Milliseconds. */
const SETTLE_MS = 300;

/** Messages that came and were not told yet. The oldest are dropped. */
const HEARD_MOST = 100;

/** A message of the chat, or a private one. */
export interface HeardMessage {
  readonly from: string;
  readonly text: string;
  /** To the program, or to the hosts when it is one. */
  readonly private?: true;
  readonly own?: true;
}

/** What others changed and said. `many`: more changed than can be named. */
export interface Changes {
  readonly ids: readonly ElementId[];
  readonly many: boolean;
  readonly said: readonly HeardMessage[];
}

/** A program's membership in one room, for tools that are called now and then. */
export class BoardRoom implements Disposable {
  readonly session: Session;
  readonly clock: Clock;
  readonly rasteriser: Rasteriser;
  readonly pictures: RoomPictures;
  readonly #changed = new Set<ElementId>();
  /** Elements that the program itself has just changed. */
  readonly #own = new Set<ElementId>();
  readonly #watching: readonly Disposable[];
  readonly #words = boardWords(() => this.session.board());
  #heard: readonly HeardMessage[] = [];
  #isMany = false;
  #onChanged: (() => void) | undefined;

  constructor({ link, name, connect, rasteriser, pictures, clock, random, log }: BoardRoomOptions) {
    const { room, access } = link;
    this.clock = clock;
    this.rasteriser = rasteriser;
    this.pictures = pictures;
    this.session = createSession({
      room,
      name,
      color: COLOR,
      program: true,
      connect,
      clock,
      random,
      log,
      ...(access === undefined ? {} : { access }),
    });
    this.#watching = [
      this.session.onChange(({ ids, origin }) => {
        const said = this.#words.changed(ids) ?? [];
        if (origin === 'user' || origin === 'undo') return;
        // A board that comes as a whole has no news: its messages were there before.
        if (ids !== 'all') this.#hear(said.map((one) => this.#message(one)).filter(({ own }) => own !== true));
        this.#note(ids);
      }),
      this.session.onSaid(({ from, text }) => this.#hear([{ from: from.name, text, private: true }])),
    ];
    this.session.start();
  }

  #note(ids: readonly ElementId[] | 'all'): void {
    const news =
      ids === 'all' ? ids : ids.filter((id) => !this.#own.has(id) && !isAside(this.session.board().birthOf(id)?.kind ?? 0));
    if (news.length === 0) return;
    if (news === 'all' || this.#changed.size + news.length > CHANGED_MOST) {
      this.#isMany = true;
      this.#changed.clear();
    } else for (const id of news) this.#changed.add(id);
    this.#onChanged?.();
  }

  #hear(messages: readonly HeardMessage[]): void {
    if (messages.length === 0) return;
    this.#heard = [...this.#heard, ...messages].slice(-HEARD_MOST);
    this.#onChanged?.();
  }

  #message({ id, by, text }: { readonly id: ElementId; readonly by: string; readonly text: string }): HeardMessage {
    return { from: by, text, ...(authorOf(id) === this.session.clientId ? { own: true } : {}) };
  }

  /** The newest messages of the chat, the oldest of them first. */
  chat(most: number): readonly HeardMessage[] {
    return this.#words
      .list()
      .slice(-most)
      .map((one) => this.#message(one));
  }

  /** Resolves when the board is here and current. Rejects with the hub's code, or when it takes too long. */
  async live(): Promise<Session> {
    await this.#until(() => {
      const { state } = this.session.status();
      if (state.phase === 'refused') throw new ToolRefused(state.code);
      return state.phase === 'live';
    }, LIVE_MS).catch((error: unknown) => {
      const { notYet } = this.session.status();
      throw error instanceof ToolRefused && error.code === 'tool.away' && notYet !== undefined ? new ToolRefused(notYet) : error;
    });
    return this.session;
  }

  /** The room, for a tool that changes the board. */
  async drawing(): Promise<Session> {
    const session = await this.live();
    const { grant, locked } = session.status();
    if (!mayDraw(grant)) throw new ToolRefused(locked ? 'room.locked' : 'access.denied');
    return session;
  }

  /** The room, for a tool that writes into its chat. */
  async commenting(): Promise<Session> {
    const session = await this.live();
    if (!mayComment(session.status().grant)) throw new ToolRefused('access.denied');
    return session;
  }

  /** Resolves when the hub has confirmed what the program proposed. Rejects with the code of a refusal. `ids`: what it changed. */
  async sent(ids: readonly ElementId[], refusedBefore: number | undefined): Promise<void> {
    for (const id of ids) this.#own.add(id);
    try {
      await this.#until(() => {
        const { refused, unsent, state } = this.session.status();
        if (refused !== undefined && refused.at !== refusedBefore) throw new ToolRefused(refused.code);
        if (state.phase === 'refused') throw new ToolRefused(state.code);
        return unsent === 0;
      }, SENT_MS);
    } catch (error) {
      throw error instanceof ToolRefused && error.code === 'tool.away' ? new ToolRefused('tool.unconfirmed') : error;
    } finally {
      this.#own.clear();
    }
  }

  /** What others have changed and said since the last call; waits for something, but not longer than `waitMs`. */
  async changes(waitMs: number): Promise<Changes> {
    if (this.#changed.size === 0 && !this.#isMany && this.#heard.length === 0) {
      await new Promise<void>((resolve) => {
        const late = this.clock.after(waitMs, resolve);
        this.#onChanged = () => {
          late.dispose();
          resolve();
        };
      });
      this.#onChanged = undefined;
      if (this.#changed.size > 0)
        await new Promise<void>((resolve) => void this.clock.after(Math.min(SETTLE_MS, waitMs), resolve));
    }
    const changes: Changes = { ids: [...this.#changed], many: this.#isMany, said: this.#heard };
    this.#heard = [];
    this.#changed.clear();
    this.#isMany = false;
    return changes;
  }

  /** The board was read as a whole: earlier changes are no news. */
  read(): void {
    this.#changed.clear();
    this.#isMany = false;
  }

  /** `check` runs with each change of the status. It may throw. */
  #until(check: () => boolean, waitMs: number): Promise<void> {
    if (check()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        late.dispose();
        watching.dispose();
        settle();
      };
      const late = this.clock.after(waitMs, () => end(() => reject(new ToolRefused('tool.away'))));
      const watching = this.session.onStatus(() => {
        try {
          if (check()) end(resolve);
        } catch (error) {
          end(() => reject(error));
        }
      });
    });
  }

  dispose(): void {
    for (const watching of this.#watching) watching.dispose();
    this.session.dispose();
  }
}
