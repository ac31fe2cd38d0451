import type { RoomId } from '../../core/board/ids.ts';

/** What a key of the API may be for. */
export const API_SCOPES = ['notices', 'read', 'draw', 'trace'] as const;
export type ApiScope = (typeof API_SCOPES)[number];

/** A key of the API, once it is proven. */
export interface ApiKey {
  /** Names the key in logs and in the file, and gives the author of what it draws. */
  readonly id: string;
  /** As members see it. */
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  /** Undefined: all rooms. */
  readonly rooms: readonly RoomId[] | undefined;
  /** Requests a minute. */
  readonly perMinute: number;
}

/** Port: the keys of the API. */
export interface ApiKeys {
  /** The key of this token while it holds. Cheap: asked for each request. */
  find(token: string): ApiKey | undefined;
}
