import type { Clock, Log, Random } from '../../core/base/host.ts';
import type { RoomId, RoomKey } from '../../core/board/ids.ts';
import type { RoomPass } from '../../core/contract/access/room-pass.ts';
import type { Vault } from './keeping/vault.ts';
import type { ConnectHub } from './link/hub-port.ts';
import type { Pictures } from './pictures/pictures.ts';

export interface SessionOptions {
  readonly room: RoomId;
  readonly name: string;
  /** The index of the person's colour in the cursor palette, 0 to 11. */
  readonly color: number;
  /** The connection to the hub: `signalRHub({ server })`, or a hub in memory for tests. */
  readonly connect: ConnectHub;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** [RGT-3] The token of the link, or the key of the app that runs the hub. */
  readonly access?: string;
  /** [RGT-2] This device made the room. */
  readonly roomKey?: RoomKey;
  /** [RGT-11] What this device showed last for the room's password. */
  readonly pass?: RoomPass;
  /** The storage that survives this session: client id, unsent work, lost copy. The session releases it. The default is in memory. */
  readonly vault?: Vault;
  /**
   * The room's board as this device saw it last (`packLastBoard`). It is shown until the hub is reached, and becomes a lost copy if
   * the hub has lost it.
   */
  readonly lastBoard?: Uint8Array;
  /** [PRS-7] The client is a program: the others see that. */
  readonly program?: true;
  /** [ANN-2] Topics of announcements that the person asked for. */
  readonly topics?: readonly string[];
  /** [TRC-3] Calls back when what is on the board now was painted. Left out: nothing is painted. */
  readonly afterPaint?: (painted: () => void) => void;
  /** Pictures of the room. Without them elements with a picture stay blank. */
  readonly pictures?: Pick<Pictures, 'unsent' | 'isUnsent' | 'wanted' | 'onChange'>;
}
