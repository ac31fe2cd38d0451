import type { Session } from '../../session/session.ts';
import type { SettingsStore } from './settings-store.ts';

/** What the person says about itself: kept on this device, and told to the hub. */
export interface OwnProfile {
  change(change: { readonly name?: string; readonly color?: number }): void;
  /** [ANN-2] */
  askForTopics(topics: readonly string[]): void;
}

export function createOwnProfile(
  settings: Pick<SettingsStore, 'change'>,
  session: Pick<Session, 'changeProfile' | 'askForTopics'>,
): OwnProfile {
  return {
    change(change) {
      settings.change({ ...change, ...(change.color === undefined ? {} : { colorChosen: true }) });
      session.changeProfile(change);
    },
    askForTopics(topics) {
      settings.change({ topics });
      session.askForTopics(topics);
    },
  };
}
