/** Settings of hubs that somebody starts in a shell: where boards are kept, and a service behind which several hubs share them. */
const FOR_SHELLS: ReadonlySet<string> = new Set(['INKROOM_STORE', 'INKROOM_DATA', 'INKROOM_AZURE_SIGNALR']);

/** The environment of the hub that the app runs for itself, in memory: a folder for boards, say, would make it end at once. */
export function hubEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    // Windows does not tell the case of names apart.
    if (value !== undefined && !FOR_SHELLS.has(name.toUpperCase())) kept[name] = value;
  }
  return kept;
}
