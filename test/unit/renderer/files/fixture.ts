import { readFileSync } from 'node:fs';
import { ElementKind } from '../../../../core/board/kinds.ts';
import type { NewElement, Reading } from '../../../../renderer/files/new-element.ts';
import { readFile } from '../../../../renderer/files/read-file.ts';

export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../../fixtures/files/${name}`, import.meta.url)));
}

export async function readFixture(name: string): Promise<Reading> {
  const read = await readFile(name, fixture(name));
  if (!read.ok) throw new Error(`${name} was refused: ${read.error.code}`);
  return read.value;
}

/** How many there are of each kind. */
export function kindsOf({ elements }: Reading): Record<string, number> {
  const names = new Map(Object.entries(ElementKind).map(([name, kind]) => [kind as number, name]));
  const kinds: Record<string, number> = {};
  for (const { kind } of elements) kinds[names.get(kind) ?? kind] = (kinds[names.get(kind) ?? kind] ?? 0) + 1;
  return kinds;
}

export function byKey({ elements }: Reading, key: string): NewElement {
  const found = elements.find((element) => element.key === key);
  if (!found) throw new Error(`no ${key} among ${elements.map((element) => element.key).join(', ')}`);
  return found;
}
