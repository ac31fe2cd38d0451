/** The end of an exhaustive switch: the compiler refuses a missing case, and a value that slipped past it is a bug. */
export function assertNever(value: never): never {
  throw new Error(`unreachable variant: ${JSON.stringify(value)}`);
}
