import type {
  BoardAnswer,
  DrawnAnswer,
  HubNotice,
  NewElements,
  NoticeAnswer,
  ProblemAnswer,
  RoomNotice,
} from '../http/api/api-schemas.ts';

export interface ApiClientOptions {
  /** Address of the hub, with its path if it has one. */
  readonly server: string;
  /** What `inkroom api-key make` printed. */
  readonly key: string;
  /** Milliseconds that an answer may take. */
  readonly timeoutMs?: number;
}

/** The hub refused a request. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly detail: string | undefined;

  constructor(status: number, { code, message, detail }: ProblemAnswer) {
    super(`${code}: ${message}`);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

const TIMEOUT_MS = 30_000;

/** A typed client of the hub's API, by `fetch`. Each method rejects with `ApiError` when the hub refuses. */
export class InkroomApi {
  readonly #options: ApiClientOptions;

  constructor(options: ApiClientOptions) {
    this.#options = options;
  }

  /** Shows a text to members of a room. */
  announce(room: string, notice: RoomNotice): Promise<NoticeAnswer> {
    return this.#json(`rooms/${encodeURIComponent(room)}/notices`, notice);
  }

  /** Shows a text to members of all rooms, or to those who asked for the topic. */
  announceEverywhere(notice: HubNotice): Promise<NoticeAnswer> {
    return this.#json('notices', notice);
  }

  /** Draws all of the elements, or none. */
  draw(room: string, elements: NewElements['elements']): Promise<DrawnAnswer> {
    return this.#json(`rooms/${encodeURIComponent(room)}/elements`, { elements } satisfies NewElements);
  }

  /** The board in words and pixels. */
  board(room: string): Promise<BoardAnswer> {
    return this.#json(`rooms/${encodeURIComponent(room)}/snapshot.json`);
  }

  /** The board as a `.inkroom` file. */
  async file(room: string): Promise<Uint8Array> {
    return new Uint8Array(await (await this.#fetch(`rooms/${encodeURIComponent(room)}/snapshot.inkroom`)).arrayBuffer());
  }

  /** The board as the text of an SVG picture. */
  async picture(room: string): Promise<string> {
    return (await this.#fetch(`rooms/${encodeURIComponent(room)}/snapshot.svg`)).text();
  }

  /** The same picture as a PNG. */
  async pixels(room: string): Promise<Uint8Array> {
    return new Uint8Array(await (await this.#fetch(`rooms/${encodeURIComponent(room)}/snapshot.png`)).arrayBuffer());
  }

  async #json<T>(path: string, body?: unknown): Promise<T> {
    return (await this.#fetch(path, body)).json() as Promise<T>;
  }

  async #fetch(path: string, body?: unknown): Promise<Response> {
    const { server, key, timeoutMs = TIMEOUT_MS } = this.#options;
    const response = await fetch(`${server.replace(/\/$/, '')}/api/${path}`, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    if (response.ok) return response;
    throw new ApiError(response.status, (await response.json()) as ProblemAnswer);
  }
}
