import type { Disposable } from '../../core/base/disposable.ts';
import type { RoomId } from '../../core/board/ids.ts';
import type { TraceRecord } from '../../core/contract/tracing/trace-records.ts';

/** It must return at once and never throw. */
export type TraceListener = (records: readonly TraceRecord[], room: RoomId) => void;

/** Port: the trace of rooms. The caller decides who may watch. */
export interface Tracing {
  /** [TRC-1] Follows a room, on every instance, until it is disposed. Undefined: too many rooms are watched. */
  watch(room: RoomId, listener: TraceListener): Disposable | undefined;
  /** The same for all rooms that are open here, as far as this instance sees them. */
  watchAll(listener: TraceListener): Disposable;
}
