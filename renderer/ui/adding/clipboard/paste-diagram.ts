import { loadCode } from '../../../../core/base/late-code.ts';
import { mermaidIn } from '../../../files/mermaid/is-mermaid.ts';
import type { Reading } from '../../../files/new-element.ts';
import type { Toasts } from '../../watching/toasts.ts';
import { DIAGRAMS } from '../../words/board/loss-words.ts';

/** Reads a Mermaid diagram. Undefined for other words, and with a sentence for a diagram that cannot be read. */
export async function readDiagram(raw: string, toasts: Pick<Toasts, 'fail'>): Promise<Reading | undefined> {
  const text = mermaidIn(raw);
  if (text === undefined) return undefined;
  const { readMermaid } = await loadCode(() => import('../../../files/mermaid/read-mermaid.ts'));
  const result = readMermaid(text);
  if (result.is === 'read') return result.reading;
  toasts.fail(result.is === 'tooLarge' ? DIAGRAMS.tooLarge : DIAGRAMS.unreadable(result.line));
  return undefined;
}
