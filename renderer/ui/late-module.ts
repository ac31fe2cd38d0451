import { loadCode } from '../../core/base/late-code.ts';

/** `soon`: what a person needs when the server goes, so it must be there before. `later`: everything else. */
export type LoadedWhen = 'soon' | 'later';

const loads: Record<LoadedWhen, (() => Promise<unknown>)[]> = { soon: [], later: [] };

/**
 * Code that is no part of the first page: loaded when it is first needed, or with all other late code when the page has time. A load that
 * failed is tried again by the next caller.
 */
export function lateModule<T>(load: () => Promise<T>, when: LoadedWhen = 'later'): () => Promise<T> {
  let loaded: T | undefined;
  const loadNow = async (): Promise<T> => {
    loaded ??= await load();
    return loaded;
  };
  loads[when].push(loadNow);
  return async () => loaded ?? loadCode(() => whenThere(loadNow, isServerThere));
}

/** Loads all of it, so that everything opens at once, and also while the server is away. What does not come is asked for when it is needed. */
export async function loadLateModules(when: LoadedWhen): Promise<void> {
  await whenThere(() => Promise.allSettled(loads[when].map((load) => load())), isServerThere).catch(() => {});
}

/**
 * Loads code only while the server answers. Firefox remembers that an `import()` failed, and never asks for that code again until the
 * page is loaded anew.
 */
async function whenThere<T>(load: () => Promise<T>, isThere: () => Promise<boolean>): Promise<T> {
  if (!(await isThere())) throw new Error('the server is away');
  return load();
}

async function isServerThere(): Promise<boolean> {
  // In Node the code comes from the disk.
  if (typeof document === 'undefined') return true;
  try {
    return (await fetch(document.baseURI, { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
