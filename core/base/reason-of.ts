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

/** Errors that a library may wrap around what happened. */
const MOST_WRAPPED = 5;

/** The message of what made a request fail. `fetch` itself says only that it failed. */
export function reasonOfRequest(error: unknown): string {
  let root = error;
  for (let i = 0; i < MOST_WRAPPED && root instanceof Error && root.cause instanceof Error; i++) root = root.cause;
  // A name with several addresses fails without a message of its own.
  return reasonOf(root) || (codeOf(root) ?? 'unknown reason');
}
