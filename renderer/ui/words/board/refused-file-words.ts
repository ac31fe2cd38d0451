import { REFUSALS, type RefusalCode } from '../../../../core/contract/refusal-codes.ts';
import { namesOf, shortName } from '../file-names.ts';

/** Why several files could not be opened. One file has the sentence of its refusal. */
export const REFUSED_TOGETHER = {
  damaged: (names: string): string => `${names} are damaged and cannot be read.`,
  foreign: (names: string): string => `${names} are no Inkroom files.`,
  newer: (names: string): string => `${names} were made by a newer Inkroom. Update to open them.`,
  unknownKind: (names: string): string => `${names} are of kinds that Inkroom does not open.`,
  tooLarge: (names: string): string => `${names} are larger than Inkroom opens. Open smaller files.`,
  tooNew: (names: string): string => `${names} were made by newer versions of their apps than Inkroom reads.`,
  noDrawing: (names: string): string => `${names} are pictures that hold no drawing that Inkroom can open.`,
  empty: (names: string): string => `There is nothing in ${names} that Inkroom can put on a board.`,
} as const satisfies Record<string, (names: string) => string>;

/** A checksum tells the program more than it tells a person: the file is damaged. */
const REASONS: Partial<Record<RefusalCode, keyof typeof REFUSED_TOGETHER>> = {
  'snapshot.checksum': 'damaged',
  'snapshot.malformed': 'damaged',
  'file.unreadable': 'damaged',
  'snapshot.not_inkroom': 'foreign',
  'snapshot.version': 'newer',
  'file.unknown': 'unknownKind',
  'file.too_large': 'tooLarge',
  'file.too_new': 'tooNew',
  'file.no_scene': 'noDrawing',
  'file.empty': 'empty',
};

interface RefusedFile {
  readonly name: string;
  readonly code: RefusalCode;
}

/** One sentence for each reason. `code`: of all its files, where they have the same one. */
export function refusedWords(
  files: readonly RefusedFile[],
): readonly { readonly text: string; readonly code: RefusalCode | undefined }[] {
  const groups = new Map<string, RefusedFile[]>();
  for (const file of files) {
    const reason = REASONS[file.code] ?? file.code;
    groups.set(reason, [...(groups.get(reason) ?? []), file]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [RefusedFile];
    const reason = REASONS[first.code];
    const code = group.every((file) => file.code === first.code) ? first.code : undefined;
    if (group.length > 1 && reason !== undefined) return { text: REFUSED_TOGETHER[reason](namesOf(group)), code };
    return { text: `${group.length === 1 ? shortName(first.name) : namesOf(group)}: ${REFUSALS[first.code]}`, code };
  });
}
