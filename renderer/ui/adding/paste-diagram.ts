import { loadCode } from '../../../core/base/late-code.ts';
import type { Reading } from '../../files/new-element.ts';
import type { Toasts } from '../watching/toasts.ts';
import { DIAGRAMS } from '../words/board/file-words.ts';

/** Reads a Mermaid diagram. Undefined, with a sentence, for one that cannot be read. */
export async function readDiagram(text: string, toasts: Pick<Toasts, 'fail'>): Promise<Reading | undefined> {
  const { readMermaid } = await loadCode(() => import('../../files/mermaid/read-mermaid.ts'));
  const result = readMermaid(text);
  if (result.is === 'read') return result.reading;
  toasts.fail(result.is === 'tooLarge' ? DIAGRAMS.tooLarge : DIAGRAMS.unreadable(result.line));
  return undefined;
}
