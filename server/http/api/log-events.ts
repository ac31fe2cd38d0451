export const ApiLogEvent = {
  /** A request with a key was answered: key, route, room, and the caller's trace where it told one. */
  called: 'api.called',
  /** A request was refused: code, status, the route and the key where it is known, and the reason of a fault. */
  refused: 'api.refused',
} as const;
