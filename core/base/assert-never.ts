/** The end of an exhaustive switch. The compiler refuses a missing case; a value that reaches it at run time is a bug. */
export function assertNever(value: never): never {
  throw new Error(`unreachable variant: ${JSON.stringify(value)}`);
}
