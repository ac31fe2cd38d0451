import type { Source } from '../value-store.ts';
import type { Settings } from './settings.ts';

/** The person's settings as the UI sees them. The bootstrap chooses their storage. */
export interface SettingsStore extends Source<Settings> {
  change(part: Partial<Settings>): void;
}
