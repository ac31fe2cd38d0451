/**
 * Names of the hub's log events. docs/log-events.md explains each. Fields carry ids, numbers and codes; never board content, names
 * of people or keys.
 */
export const HubLogEvent = {
  roomOpened: 'room.opened',
  roomUnloaded: 'room.unloaded',
  roomOpenFailed: 'room.open_failed',
  roomReadOnly: 'room.read_only',
  roomWritableAgain: 'room.writable_again',
  roomSalvaged: 'room.salvaged',
  roomCompactFailed: 'room.compact_failed',
  roomSyncFailed: 'room.sync_failed',
  roomMerged: 'room.epochs_merged',
  instanceFound: 'instance.found',
  instanceLost: 'instance.lost',
  instanceRefused: 'instance.refused',
  instanceLinkLost: 'instance.link_lost',
  instanceSendFailed: 'instance.send_failed',
  memberJoined: 'member.joined',
  memberReturned: 'member.returned',
  memberLost: 'member.lost',
  memberLeft: 'member.left',
  memberReplaced: 'member.replaced',
  memberSilent: 'member.silent',
  memberSentAway: 'member.sent_away',
  joinRefused: 'join.refused',
  batchRefused: 'batch.refused',
  actRefused: 'act.refused',
  /** The audit line of what a host decided: room, actor, act. */
  hostActed: 'host.acted',
  pushBeforeJoin: 'push.before_join',
  connectionFlooding: 'connection.flooding',
  catchUpServed: 'catch_up.served',
  catchUpRefused: 'catch_up.refused',
  pictureForwardFailed: 'picture.forward_failed',
  /** A picture was refused, because its room or the store has no space left for pictures: room, bytes. */
  pictureNoSpace: 'picture.no_space',
  /** [ADM-14] A system outside drew: room, author. */
  outsideDrew: 'outside.drew',
  hubDraining: 'hub.draining',
} as const;
