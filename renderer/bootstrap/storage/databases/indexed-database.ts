/** A database of this browser with these stores, all without key paths. Rejects without storage. */
export async function openDatabase(factory: IDBFactory, name: string, stores: readonly string[]): Promise<IDBDatabase> {
  const opening = factory.open(name, 1);
  opening.onupgradeneeded = () => {
    for (const store of stores) opening.result.createObjectStore(store);
  };
  const database = await answerOf(opening);
  // A later version of this page wants to change the database: later writes fail here.
  database.onversionchange = () => database.close();
  return database;
}

export function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Applies all changes to two stores, or none. */
export function changeBoth(
  database: IDBDatabase,
  [first, second]: readonly [string, string],
  make: (first: IDBObjectStore, second: IDBObjectStore) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction([first, second], 'readwrite');
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
    make(transaction.objectStore(first), transaction.objectStore(second));
    // Without waiting for the answers, which a closing page does not get.
    transaction.commit();
  });
}
