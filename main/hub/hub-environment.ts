import { HOST_KEY_VARIABLE } from '../../core/contract/hub-parent.ts';

/** Settings of hubs that somebody starts in a shell begin with this. Windows does not tell the case of names apart. */
const FOR_SHELLS = /^INKROOM_/i;

/** The environment of the hub that the app runs for itself: it serves this machine, from memory, as its arguments say and nothing else. */
export function hubEnvironment(env: Readonly<Record<string, string | undefined>>, hostKey: string): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined && !FOR_SHELLS.test(name)) kept[name] = value;
  kept[HOST_KEY_VARIABLE] = hostKey;
  return kept;
}
