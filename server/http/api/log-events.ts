export const ApiLogEvent = {
  /** A request with a key was answered: key, route, room, status. */
  called: 'api.called',
  /** A request was refused: code, and the key where it is known. */
  refused: 'api.refused',
} as const;
