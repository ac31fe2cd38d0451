/** The message of a thrown value, for a log line or for the operator. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === 'string' && error !== '' ? error : 'unknown reason';
}

/** The kind of an error, for a log line that must not hold a message: messages can name paths and addresses. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

/** The system's code of an error, such as `ENOENT`: for a decision, or for a log line that must not hold a message. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && error.code !== undefined ? String(error.code) : undefined;
}
