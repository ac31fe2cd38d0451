import { newRoomId } from '../../core/board/ids.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import type { HubProcess } from '../harness/hub.ts';

/**
 * A hub that tests use one after the other, as one of them has it: every room is its own. A room outlives its people for half a minute, so
 * names that two tests choose alike must not lead to one room: each gets some letters of the test's.
 */
export function rentRooms(hub: HubProcess): HubProcess {
  const link = hub.linkTo(newRoomId(nodeRandom));
  const mark = newRoomId(nodeRandom).slice(0, 8);
  const linkTo = (room: string): string => hub.linkTo(`${room}-${mark}`);
  const refuse = (): never => {
    throw new Error('Other tests use this hub, too: ask for `ownHub` instead of `hub`.');
  };
  return { ...hub, link, linkTo, log: refuse, stop: refuse, kill: refuse };
}
