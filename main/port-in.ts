/** The `port` in something that came from a file or from the network. Undefined when there is none that a hub can listen on. */
export function portIn(raw: unknown): number | undefined {
  if (typeof raw !== 'object' || raw === null || !('port' in raw)) return undefined;
  const { port } = raw;
  return typeof port === 'number' && Number.isInteger(port) && port > 0 && port <= 65_535 ? port : undefined;
}
