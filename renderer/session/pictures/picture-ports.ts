/** Bytes of a picture, and its media type. */
export interface Picture {
  readonly bytes: Uint8Array;
  readonly type: string;
}

/** Port: the hub's pictures of one room. Never rejects. */
export interface PictureLine {
  /** `lacking`: the hub does not have it now, and asks for it. */
  get(hash: string): Promise<Picture | 'lacking' | 'unreachable'>;
  /** `early`: the hub does not know the element yet. `refused`: the hub will never take it. */
  put(hash: string, picture: Picture): Promise<'kept' | 'early' | 'refused' | 'unreachable'>;
}

/** Port: pictures of one room on this device. Never rejects: a picture that cannot be stored is missing later. */
export interface PictureStore {
  read(hash: string): Promise<Picture | undefined>;
  /** `isSent` false: the hub has not taken it yet, and it stays until `sent`. */
  write(hash: string, picture: Picture, isSent: boolean): Promise<void>;
  sent(hash: string): Promise<void>;
  /** Hashes of the pictures that the hub has not taken. */
  unsent(): Promise<readonly string[]>;
}

/** A store that is still being opened: calls wait for it. */
export function openingPictureStore(opening: Promise<PictureStore>): PictureStore {
  return {
    read: async (hash) => (await opening).read(hash),
    write: async (hash, picture, isSent) => (await opening).write(hash, picture, isSent),
    sent: async (hash) => (await opening).sent(hash),
    unsent: async () => (await opening).unsent(),
  };
}

/** Pictures of a session without storage. */
export function memoryPictureStore(): PictureStore {
  const pictures = new Map<string, Picture>();
  const unsent = new Set<string>();
  return {
    read: async (hash) => pictures.get(hash),
    async write(hash, picture, isSent) {
      pictures.set(hash, picture);
      if (!isSent) unsent.add(hash);
    },
    async sent(hash) {
      unsent.delete(hash);
    },
    unsent: async () => [...unsent],
  };
}
