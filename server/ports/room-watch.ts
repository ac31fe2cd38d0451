import type { RoomId } from '../../core/board/ids.ts';
import type { MemberEntry } from '../../core/contract/hub-contract.ts';
import type { TraceContext } from '../../core/contract/tracing/trace-context.ts';

/** What happened in a room on this instance. */
export type RoomEvent =
  /** `members`: those on this instance, after the change. */
  | { readonly kind: 'joined' | 'left'; readonly room: RoomId; readonly member: MemberEntry; readonly members: number }
  /** Batches were accepted here. `elements`: living ones. */
  | { readonly kind: 'changed'; readonly room: RoomId; readonly elements: number }
  /** [TRC-7] A system outside that records a trace changes the board next. */
  | { readonly kind: 'caused'; readonly room: RoomId; readonly cause: TraceContext };

/** Port: a listener to what happens in rooms. It must return at once and never throw: the hub calls it between two messages. */
export type WatchRooms = (event: RoomEvent) => void;
