/** Makes the value when it is first asked for. A page can be drawn on sooner without what it does not need yet. */
export function lazy<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
