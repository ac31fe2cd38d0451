/** Code that is no part of the first page did not come: the server is away, or has other code by now. */
export class NotLoaded extends Error {}

/** Loads code. Rejects with `NotLoaded` if it does not come. */
export async function loadCode<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch {
    throw new NotLoaded('late code did not come');
  }
}
