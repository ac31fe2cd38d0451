import { HOST_KEY_VARIABLE } from '../../core/contract/desktop/hub-parent.ts';
import { HUB_ALLOCATOR } from '../../core/contract/hub-memory.ts';

/** Prefix of settings for hubs started from a shell. Windows ignores the case of names. */
const FOR_SHELLS = /^INKROOM_/i;

/**
 * The environment of the app's own hub. It serves this machine, from memory, as its arguments say; settings of the shell do not
 * apply, but those of the allocator do.
 */
export function hubEnvironment(env: Readonly<Record<string, string | undefined>>, hostKey: string): Record<string, string> {
  const kept: Record<string, string> = { ...HUB_ALLOCATOR };
  for (const [name, value] of Object.entries(env)) if (value !== undefined && !FOR_SHELLS.test(name)) kept[name] = value;
  kept[HOST_KEY_VARIABLE] = hostKey;
  return kept;
}
