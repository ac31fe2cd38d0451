import { loadCode } from '../../../core/base/late-code.ts';
import { base64url, type RoomId } from '../../../core/board/ids.ts';
import type { RoomPass } from '../../../core/contract/access/room-pass.ts';

/** Some 100 ms and 32 MiB for each guess (RFC 7914). `dkLen` is bytes. */
const COST = { N: 2 ** 15, r: 8, p: 1, dkLen: 16 } as const;

/**
 * [RGT-11] What this device shows the hub for the password. The password itself never leaves the device, and the same password gives
 * another pass in every room.
 */
export async function passOf(room: RoomId, password: string): Promise<RoomPass> {
  const { scryptAsync } = await loadCode(() => import('@noble/hashes/scrypt.js'));
  return base64url(await scryptAsync(password.normalize('NFKC'), `inkroom pass\n${room}`, COST)) as RoomPass;
}
