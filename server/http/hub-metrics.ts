import type { HubHandle } from '@inkroom/signalr/hub-handle';
import type { StoreChoice } from '../cli/store-choice.ts';
import type { BoardHub } from '../hub/board-hub.ts';
import { DELIVERY_BUCKETS_MS } from '../hub/delivery-times.ts';
import { counter, gauge, type Metric } from '../ports/metric.ts';

/** What `/metrics` says of the hub. The names of connections, messages and traffic are those of Azure SignalR Service's own metrics. */
export function hubMetrics(store: StoreChoice, hub: BoardHub, server: HubHandle, loopDelayMs: number): Metric[] {
  const counts = hub.counters();
  const { rooms, readOnlyRooms, members, boardBytes, maxBoardBytes, messages, batches, frames, refusals } = counts;
  const { connectionsOpened, connectionsClosed, connectionsAborted, deliveries, stretch } = counts;
  const { connections, messagesIn, messagesOut, bytesIn, bytesOut, slowDropped, refusedCrowded } = server.stats();
  const waits = deliveries.read();
  return [
    gauge('connection_count', 'Open connections.', connections),
    counter('connection_open_count', 'Connections opened.', connectionsOpened),
    counter('connection_close_count', 'Connections that ended.', connectionsClosed),
    counter('connection_abort_count', 'Those of them that were lost instead of closed.', connectionsAborted),
    gauge('rooms', 'Open rooms.', rooms),
    gauge('rooms_read_only', 'Open rooms that are read only, because the store does not take what is drawn.', readOnlyRooms),
    gauge('boards_kept', '1: a store keeps boards over a restart. 0: they are in memory only.', store.mode === 'none' ? 0 : 1),
    gauge('board_bytes', 'Memory that all open boards take, as estimated.', boardBytes),
    gauge('board_bytes_max', 'What they may take; beyond it the hub refuses what would need more.', maxBoardBytes),
    gauge('members', 'People in rooms.', members),
    gauge(
      'loop_delay_max_ms',
      'Longest time that the event loop was held up since these figures were read last.',
      Math.round(loopDelayMs),
    ),
    gauge('frame_stretch', 'How many times longer than usual the pauses between frames are, because the hub is busy.', stretch),
    counter('message_count', 'SignalR messages received and sent.', messagesIn + messagesOut),
    counter('messages_in', 'SignalR messages received.', messagesIn),
    counter('messages_out', 'SignalR messages sent.', messagesOut),
    counter('inbound_traffic_bytes', 'Bytes of SignalR messages received.', bytesIn),
    counter('outbound_traffic_bytes', 'Bytes of SignalR messages sent.', bytesOut),
    counter('calls', 'Calls of hub methods.', messages),
    counter('batches', 'Batches accepted.', batches),
    counter('frames', 'Frames made, whatever the number of their receivers.', frames),
    counter('refusals', 'Batches, joins and catch-ups refused.', refusals),
    counter(
      'connections_refused',
      'Connections refused because the hub, or their network address, had as many as it may.',
      refusedCrowded,
    ),
    counter('slow_dropped', 'Connections closed because they did not read.', slowDropped),
    {
      name: 'inkroom_delivery_ms',
      kind: 'histogram',
      help: 'How long accepted changes waited for the frame that carries them.',
      ends: DELIVERY_BUCKETS_MS,
      counts: waits.counts,
      sum: waits.sumMs,
    },
  ];
}
