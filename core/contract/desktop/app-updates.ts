/** What the app knows of newer versions of itself. */
export type UpdateState =
  /** It does not ask: this build names no feed, or a setting turned that off. */
  | { readonly at: 'off'; readonly why: 'noFeed' | 'turnedOff' }
  /** `askedAt`: of the last answer, milliseconds since 1970. Undefined before the first one. */
  | { readonly at: 'latest'; readonly askedAt: number | undefined }
  | { readonly at: 'asking' }
  | { readonly at: 'loading'; readonly version: string }
  /** `onQuit`: it is installed when the app quits. Otherwise only when the person says so, because the system asks for a password. */
  | { readonly at: 'ready'; readonly version: string; readonly onQuit: boolean }
  | { readonly at: 'failed'; readonly askedAt: number };
