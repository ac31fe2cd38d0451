/** What a thrown value says of itself, for a log line or a message to the operator. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === 'string' && error !== '' ? error : 'unknown reason';
}
