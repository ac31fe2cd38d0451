import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import { type Dot, dotsOf } from '../../../core/board/dots.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import type { Engine } from '../../engine/engine.ts';
import { toUnits, UNITS } from '../../engine/geometry.ts';
import type { Session } from '../../session/session.ts';
import { createValue, type Source } from '../value-store.ts';
import { boardRegister } from './board-register.ts';

/** A place with dots. */
export interface VoteItem {
  /** Undefined for dots that are on no element. */
  readonly element: ElementId | undefined;
  readonly dots: readonly Dot[];
}

export interface VoteView {
  readonly phase: 'none' | 'open' | 'ended';
  /** Dots of each person. */
  readonly most: number;
  readonly own: readonly Dot[];
  readonly all: readonly Dot[];
  /** The places with the most dots first. */
  readonly items: readonly VoteItem[];
  /** A press on the board puts a dot. */
  readonly isPlacing: boolean;
}

export interface Votes extends Source<VoteView>, Disposable {
  start(dots: number): void;
  end(): void;
  clear(): void;
  placingIs(isPlacing: boolean): void;
  /** Puts a dot at a place of the window, or takes the own dot there back. */
  press(screen: { readonly x: number; readonly y: number }): void;
  /** Where a dot is now, screen pixels. Undefined when its element is gone. */
  placeOf(dot: Dot): { readonly x: number; readonly y: number } | undefined;
}

export interface VotesOptions {
  readonly session: Pick<Session, 'board' | 'onChange' | 'setMeeting' | 'placeDot' | 'removeWords' | 'clientId' | 'hubNow'>;
  readonly engine: Pick<Engine, 'screenAt' | 'worldAt' | 'elementAt' | 'boxOf'>;
}

/** Screen pixels within which a press meets an own dot. */
const REACH = 14;
const NO_VOTE: VoteView = { phase: 'none', most: 0, own: [], all: [], items: [], isPlacing: false };

export function createVotes({ session, engine }: VotesOptions): Votes {
  const register = boardRegister(session, 'vote');
  const view = createValue<VoteView>(NO_VOTE);
  const owned = new DisposableStore();
  let isPlacing = false;

  const look = (): void => {
    const [ballot, most, open] = register.read() ?? [];
    if (ballot === undefined || most === undefined) {
      isPlacing = false;
      view.write(NO_VOTE);
      return;
    }
    const all = dotsOf(session.board(), ballot, most);
    const own = all.filter(({ author }) => author === session.clientId);
    if (open !== 1) isPlacing = false;
    view.write({ phase: open === 1 ? 'open' : 'ended', most, own, all, items: itemsOf(all), isPlacing });
  };
  const placeOf: Votes['placeOf'] = ({ x, y, on }) => {
    if (!on) return engine.screenAt({ x: x / UNITS, y: y / UNITS });
    const box = engine.boxOf(on[0]);
    if (!box) return undefined;
    const share = (from: number, to: number, thousandths: number): number => from + ((to - from) * thousandths) / 1_000;
    return engine.screenAt({ x: share(box.minX, box.maxX, on[1]), y: share(box.minY, box.maxY, on[2]) });
  };
  const place = (screen: { readonly x: number; readonly y: number }, ballot: string): void => {
    const world = engine.worldAt(screen);
    const target = engine.elementAt(screen);
    const box = target && engine.boxOf(target);
    const share = (at: number, from: number, to: number): number =>
      Math.min(1_000, Math.max(0, Math.round((1_000 * (at - from)) / Math.max(1, to - from))));
    session.placeDot({
      ballot,
      x: toUnits(world.x),
      y: toUnits(world.y),
      ...(target && box ? { on: [target, share(world.x, box.minX, box.maxX), share(world.y, box.minY, box.maxY)] as const } : {}),
    });
  };

  owned.add(register.watch(look));
  owned.add(
    session.onChange(({ ids }) => {
      const { phase } = view.read();
      if (phase === 'none' && ids !== 'all') return;
      const board = session.board();
      if (ids === 'all' || ids.some((id) => board.get(id)?.kind === ElementKind.dot)) look();
    }),
  );
  look();
  return {
    read: view.read,
    watch: view.watch,
    // The time and the person make a ballot's name unique.
    start: (dots) => session.setMeeting({ vote: [`${Math.round(session.hubNow()).toString(36)}.${session.clientId}`, dots, 1] }),
    end() {
      const [ballot, most] = register.read() ?? [];
      if (ballot !== undefined && most !== undefined) session.setMeeting({ vote: [ballot, most, 0] });
    },
    clear() {
      session.removeWords(view.read().own.map(({ id }) => id));
      session.setMeeting({ vote: [] });
    },
    placingIs(now) {
      isPlacing = now && view.read().phase === 'open';
      look();
    },
    press(screen) {
      const [ballot, most = 0, open] = register.read() ?? [];
      if (ballot === undefined || open !== 1) return;
      const { own } = view.read();
      const met = own.find((dot) => {
        const at = placeOf(dot);
        return at !== undefined && Math.hypot(at.x - screen.x, at.y - screen.y) <= REACH;
      });
      if (met) session.removeWords([met.id]);
      else if (own.length < most) place(screen, ballot);
    },
    placeOf,
    dispose: () => owned.dispose(),
  };
}

/** The dots by the element on which they are. */
function itemsOf(dots: readonly Dot[]): readonly VoteItem[] {
  const items = new Map<string, { element: ElementId | undefined; dots: Dot[] }>();
  for (const dot of dots) {
    const key = dot.on?.[0] ?? '';
    const item = items.get(key);
    if (item) item.dots.push(dot);
    else items.set(key, { element: dot.on?.[0], dots: [dot] });
  }
  return [...items.values()].sort((a, b) => b.dots.length - a.dots.length);
}
