import { assertNever } from '../../../core/base/assert-never.ts';
import type { UpdateState } from '../../../core/contract/desktop/app-updates.ts';
import { momentWords, type TimeStyle } from './time-words.ts';

export const UPDATES = {
  name: 'Updates',
  ask: 'Look for updates',
  restart: 'Restart and update',
  failed: 'The update could not be started. Quit Inkroom and start it again.',
  turnedOff: 'turned off when Inkroom was started',
  noFeed: 'this build looks for none',
  notYet: 'not looked for yet',
  none: (at: string): string => `none, as of ${at}`,
  asking: 'looking…',
  loading: (version: string): string => `${version} is being loaded`,
  ready: (version: string): string => `${version} is ready`,
  missed: (at: string): string => `could not be looked for at ${at}. Inkroom tries again by itself`,
  onQuit: (version: string): string => `Inkroom ${version} is ready. It is installed when you quit.`,
  byHand: (version: string): string => `Inkroom ${version} is ready. Install it under Help › About Inkroom.`,
} as const;

/** What the app knows of newer versions of itself, and what comes next. */
export function updateWords(state: UpdateState, now: number, style?: TimeStyle): string {
  switch (state.at) {
    case 'off':
      return UPDATES[state.why];
    case 'latest':
      return state.askedAt === undefined ? UPDATES.notYet : UPDATES.none(momentWords(state.askedAt, now, style));
    case 'asking':
      return UPDATES.asking;
    case 'loading':
      return UPDATES.loading(state.version);
    case 'ready':
      return UPDATES.ready(state.version);
    case 'failed':
      return UPDATES.missed(momentWords(state.askedAt, now, style));
    default:
      return assertNever(state);
  }
}

/** Said once when an update is ready. */
export function readyWords({ version, onQuit }: Extract<UpdateState, { at: 'ready' }>): string {
  return onQuit ? UPDATES.onQuit(version) : UPDATES.byHand(version);
}
