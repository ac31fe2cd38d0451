import type { RoomLink } from '../../core/contract/access/room-link.ts';
import { firstPaint } from './opening/first-paint.ts';
import { type RoomBoard, showBoard } from './opening/room-board.ts';
import type { OpenRoom } from './opening/shown-room.ts';
import type { Surroundings } from './opening/surroundings.ts';

/** Opens a room. Callers can use it at once; the page shows it when the identity and the unsent work on this device are known. */
export function openRoom(link: RoomLink, around: Surroundings): OpenRoom {
  type Phase =
    | { readonly at: 'opening'; readonly waiting: ((room: OpenRoom) => void)[]; readonly board?: RoomBoard }
    | { readonly at: 'shown'; readonly room: OpenRoom }
    | { readonly at: 'left' };
  let phase: Phase = { at: 'opening', waiting: [] };
  const whenShown = (run: (room: OpenRoom) => void): void => {
    if (phase.at === 'shown') run(phase.room);
    else if (phase.at === 'opening') phase.waiting.push(run);
  };
  const shown = (): Promise<OpenRoom> => new Promise((resolve) => whenShown(resolve));
  const show = async (): Promise<void> => {
    const kept = await around.askKept(link);
    if (phase.at !== 'opening') {
      kept.vault.release();
      return;
    }
    const { waiting } = phase;
    const board = showBoard(link, kept, around);
    phase = { at: 'opening', waiting, board };
    // A person who comes back wants to see the board first, and a chrome takes many times as long to load and to make.
    if (board.session.status().elements > 0) await firstPaint(around.window, around.clock);
    const { showRoom } = await import('./opening/room-chrome.ts');
    if (phase.at !== 'opening') return;
    const room = showRoom(board, around);
    phase = { at: 'shown', room };
    for (const run of waiting) run(room);
  };
  show().catch(around.failed);
  return {
    link,
    take: (event) => whenShown((room) => room.take(event)),
    takeContent: (content) => whenShown((room) => room.takeContent(content)),
    isUnused: () => (phase.at === 'left' ? Promise.resolve(false) : shown().then((room) => room.isUnused())),
    mayLeave: (go) => (phase.at === 'shown' ? phase.room.mayLeave(go) : true),
    askToFollow: (server, go) => whenShown((room) => room.askToFollow(server, go)),
    showView: (view) => whenShown((room) => room.showView(view)),
    say: (text) => whenShown((room) => room.say(text)),
    dispose() {
      if (phase.at === 'shown') phase.room.dispose();
      else if (phase.at === 'opening') phase.board?.dispose();
      phase = { at: 'left' };
    },
  };
}
