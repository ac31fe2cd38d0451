/** Makes the value when it is first asked for. Pages are drawn on sooner without what nobody has asked for yet. */
export function lazy<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
