import type { Disposable } from '../../../core/base/disposable.ts';
import type { LinkView, RoomLink } from '../../../core/contract/access/room-link.ts';
import type { BoardContent, ShellEvent } from '../../../core/contract/desktop/shell-contract.ts';

/** A room on the page. Disposing it removes everything of it from the page. */
export interface OpenRoom extends Disposable {
  readonly link: RoomLink;
  /** Handles a shell event for this room. */
  take(
    event: Extract<ShellEvent, { kind: 'command' | 'openFile' | 'saveAndClose' | 'hubRestarts' | 'hosted' | 'resumed' }>,
  ): void;
  /** Puts the first content of a new board on it: a file, or a copy from another room. */
  takeContent(content: BoardContent): void;
  /** True when this window may show another board: this one is empty, no other person is on it, and nothing of it is still to come. */
  isUnused(): Promise<boolean>;
  /** True when leaving the room loses nothing. Otherwise asks, and calls `go` when the person leaves anyway. */
  mayLeave(go: () => void): boolean;
  /** Asks whether an outside link may lead to that server, and calls `go` when it may. */
  askToFollow(server: string, go: () => void): void;
  /** Moves the view to the part of the board that a link names. */
  showView(view: LinkView): void;
  /** Shows a message about something outside of the room in the room's chrome. */
  say(text: string): void;
}
