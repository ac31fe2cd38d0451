import { bytesOfBase64 } from '../packed/base64.ts';

/** The visible part of a picture, shares of its sides. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A picture inside a file, as its author packed it: the bytes are not checked yet. Equal pictures of one file are one object. */
export interface FilePicture {
  readonly type: string;
  readonly bytes: Uint8Array;
}

const DATA = /^data:(image\/[a-z0-9.+-]{1,32})((?:;[a-z0-9=.+-]{0,32}){0,4}),/i;

/** The picture in a `data:` address. Undefined for every other address: nothing is fetched for a file. */
export function pictureInAddress(address: string): FilePicture | undefined {
  const head = DATA.exec(address.slice(0, 200));
  if (!head) return undefined;
  const body = address.slice(head[0].length);
  const type = (head[1] ?? '').toLowerCase();
  const bytes = head[2]?.toLowerCase().endsWith(';base64') ? bytesOfBase64(body) : bytesOfText(body);
  return bytes === undefined || bytes.length === 0 ? undefined : { type, bytes };
}

function bytesOfText(text: string): Uint8Array | undefined {
  try {
    return new TextEncoder().encode(decodeURIComponent(text));
  } catch {
    return undefined;
  }
}

/** The pictures of one file by name: each is unpacked once, when an element first shows it. */
export class FilePictures {
  readonly #addressOf: (name: string) => string;
  readonly #unpacked = new Map<string, FilePicture | undefined>();

  /** `addressOf`: the address of the picture with a name; empty for none. */
  constructor(addressOf: (name: string) => string) {
    this.#addressOf = addressOf;
  }

  get(name: string): FilePicture | undefined {
    if (!this.#unpacked.has(name)) this.#unpacked.set(name, pictureInAddress(this.#addressOf(name)));
    return this.#unpacked.get(name);
  }

  /** The picture lies on the web, and only its address in the file. */
  isElsewhere(name: string): boolean {
    return /^https?:/i.test(this.#addressOf(name));
  }
}
