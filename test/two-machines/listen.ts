import { formatRoomLink } from '../../core/contract/access/room-link.ts';
import { systemClock } from '../../main/host.ts';
import { multicastLine } from '../../main/nearby/multicast-line.ts';
import { createNearby } from '../../main/nearby/nearby.ts';
import { eventually } from './steps.ts';

/** A machine of somebody who opens *Join*: prints the link of the first room that it hears of. */
const nearby = createNearby({ openLine: multicastLine, clock: systemClock, id: 'listener' });
try {
  await eventually('a room is heard of', async () => nearby.look().length > 0);
  const [room] = nearby.look();
  if (room) console.log(formatRoomLink(room));
} finally {
  nearby.dispose();
}
