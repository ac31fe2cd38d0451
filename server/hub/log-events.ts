/**
 * Names of the hub's log events. docs/operating.md explains each. Fields carry ids, numbers and codes; never board content, names
 * of people or keys.
 */
export const HubLogEvent = {
  roomOpened: 'room.opened',
  roomUnloaded: 'room.unloaded',
  roomOpenFailed: 'room.open_failed',
  roomReadOnly: 'room.read_only',
  roomSaved: 'room.saved_again',
  roomSalvaged: 'room.salvaged',
  roomCompactFailed: 'room.compact_failed',
  roomOutOfStep: 'room.out_of_step',
  roomMerged: 'room.epochs_merged',
  instanceCame: 'instance.came',
  instanceLost: 'instance.lost',
  instanceRefused: 'instance.refused',
  instancesUnheard: 'instance.unheard',
  instancesUntold: 'instance.untold',
  memberJoined: 'member.joined',
  memberReturned: 'member.returned',
  memberLost: 'member.lost',
  memberLeft: 'member.left',
  memberReplaced: 'member.replaced',
  memberSilent: 'member.silent',
  joinRefused: 'join.refused',
  batchRefused: 'batch.refused',
  pushBeforeJoin: 'push.before_join',
  connectionFlooding: 'connection.flooding',
  catchUpServed: 'catch_up.served',
  catchUpRefused: 'catch_up.refused',
  pictureNotGiven: 'picture.not_given',
  hubDraining: 'hub.draining',
} as const;
