import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { codeOf, reasonOf } from '../../../core/base/reason-of.ts';
import { checkContent, isInkroomFolder, isOpenToOthers } from '../../adapters/lmdb/data-folder.ts';
import { spaceOf, troubleOf } from '../../adapters/lmdb/disk-watch.ts';
import type { StoreChoice } from '../store-choice.ts';
import { bad, type Finding, good, note } from './finding.ts';

/** Looks at the data folder, and changes nothing in it. */
export function checkStore(store: StoreChoice): readonly Finding[] {
  if (store.mode === 'none')
    return [note('store', 'boards live in memory only: a restart loses them', 'add --store lmdb --data FOLDER to keep them')];
  if (store.mode !== 'lmdb') return [];
  const folder = resolve(store.data);
  const mend = 'mend the rights of the folder, or choose another with --data';
  try {
    if (!existsSync(folder)) {
      accessSync(existing(folder), constants.W_OK);
      return [good('store', `${folder} will be made`)];
    }
    accessSync(folder, constants.W_OK);
    checkContent(folder);
    if (!isInkroomFolder(folder)) return [good('store', `${folder} holds no boards yet`)];
    const trouble = troubleOf({ isThere: true, usedBytes: 0, maxBytes: Number.POSITIVE_INFINITY, ...spaceOf(folder) });
    return [
      trouble ? bad('store', trouble.reason) : good('store', `boards are kept in ${folder}`),
      ...(isOpenToOthers(folder)
        ? [note('store', 'other users of this machine can read the boards', `chmod -R go= ${folder}`)]
        : []),
    ];
  } catch (error) {
    // The sentences about what is in the folder say what to do.
    return [bad('store', reasonOf(error).replace(/\.$/, ''), codeOf(error) === undefined ? undefined : mend)];
  }
}

/** The nearest folder above that is there. */
function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}
