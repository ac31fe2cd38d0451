/** The kind of what was thrown, for a log line: its message is the application's and may hold what no log should. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
