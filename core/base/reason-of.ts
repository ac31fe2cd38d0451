/** The message of a thrown value, for a log line or for the operator. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === 'string' && error !== '' ? error : 'unknown reason';
}

/** The system's code of an error, such as `ENOENT`: for a decision, or for a log line that must not hold a message. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && error.code !== undefined ? String(error.code) : undefined;
}
