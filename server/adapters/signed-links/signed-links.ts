import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Log, Random } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import { fail, type Result } from '../../../core/base/result.ts';
import { base64url, type RoomId } from '../../../core/board/ids.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import type { Links, LinkWish, SignedLink } from '../../ports/links.ts';
import { followFiles } from '../key-files/followed-files.ts';
import { isReadByOthers, makeKeyFile, readIfThere } from '../key-files/key-files.ts';
import { type LinkKey, newKeyFile, readLinkKeys } from './link-keys.ts';
import { readLinkToken, signLink } from './link-token.ts';
import { readRevoked, revokedFileOf } from './revoked-links.ts';

export const LinkLogEvent = {
  keysMade: 'links.keys_made',
  keysRead: 'links.keys_read',
  keysUnreadable: 'links.keys_unreadable',
  keysOpenToOthers: 'links.keys_open_to_others',
} as const;

const LINK_ID_BYTES = 8;

export interface SignedLinksOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Signed links by the keys of a file, which is read again whenever it changes. */
export class SignedLinks implements Links, Disposable {
  readonly #options: SignedLinksOptions;
  /** The one that signs first. */
  #keys: readonly LinkKey[] = [];
  #revoked: ReadonlySet<string> = new Set();
  #following: Disposable | undefined;

  /** Makes the file when there is none. Rejects with a sentence for the operator when it cannot be read. */
  static async open(options: SignedLinksOptions): Promise<SignedLinks> {
    const { file, clock, log } = options;
    const links = new SignedLinks(options);
    try {
      if (await makeKeyFile(file, newKeyFile('HS256'), clock)) log.info(LinkLogEvent.keysMade, { file });
      await links.#follow();
      if (await isReadByOthers(file)) log.warn(LinkLogEvent.keysOpenToOthers, { file, note: 'chmod go= the file' });
    } catch (error) {
      links.dispose();
      throw new Error(`The keys of --link-key ${file} cannot be used: ${reasonOf(error)}.`);
    }
    return links;
  }

  private constructor(options: SignedLinksOptions) {
    this.#options = options;
  }

  async read(token: string, room: RoomId): Promise<Result<SignedLink>> {
    const read = await readLinkToken(token, room, (id) => this.#key(id), this.#options.clock.now());
    const code = read.ok ? this.whyEnded(read.value) : undefined;
    return code === undefined ? read : fail(code);
  }

  whyEnded({ id, key, until, who }: SignedLink): RefusalCode | undefined {
    // Who signed in does so again.
    if (until <= this.#options.clock.now()) return who === undefined ? 'link.expired' : 'access.sign_in';
    if (this.#key(key) === undefined) return 'link.foreign';
    return this.#revoked.has(id) ? 'link.revoked' : undefined;
  }

  async make(wish: LinkWish): Promise<{ readonly token: string; readonly id: string }> {
    const { clock, random } = this.#options;
    const key = this.#keys.find(({ signs, id }) => signs !== undefined && this.#key(id) !== undefined);
    if (key === undefined) throw new Error('no key signs');
    const id = base64url(random.bytes(LINK_ID_BYTES));
    return { id, token: await signLink(wish, { key, id, now: clock.now() }) };
  }

  #key(id: string): LinkKey | undefined {
    const now = this.#options.clock.now();
    return this.#keys.find((key) => key.id === id && (key.until === undefined || key.until > now));
  }

  async #follow(): Promise<void> {
    const { file, clock, log } = this.#options;
    this.#following = await followFiles({
      files: [file, revokedFileOf(file)],
      clock,
      read: () => this.#read(),
      changed: () => log.info(LinkLogEvent.keysRead, { file, keys: this.#keys.length, revoked: this.#revoked.size }),
      unreadable: (error) => log.error(LinkLogEvent.keysUnreadable, { file, reason: reasonOf(error) }),
    });
  }

  async #read(): Promise<void> {
    const { file } = this.#options;
    // First: a revoked link must end also while something is wrong with the keys.
    this.#revoked = readRevoked((await readIfThere(revokedFileOf(file))) ?? '');
    const text = await readIfThere(file);
    if (text === undefined) throw new Error('the file is gone');
    this.#keys = await readLinkKeys(text);
  }

  dispose(): void {
    this.#following?.dispose();
  }
}
