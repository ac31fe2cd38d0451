import { FILE_LIMITS } from '../file-limits.ts';
import { asList, asRecord, asText, type Raw } from '../raw.ts';

/** The readable text of a shape: plain text in older files, a tree of paragraphs in newer ones. */
export function wordsOf(props: Raw): string {
  const rich = asRecord(props.richText);
  if (!rich) return asText(props.text);
  const lines: string[] = [];
  paragraphs(rich, lines, '', 0);
  return lines.join('\n');
}

function paragraphs(node: Raw, lines: string[], mark: string, deep: number): void {
  if (deep > FILE_LIMITS.deep || lines.length > FILE_LIMITS.textUnits) return;
  const type = asText(node.type);
  if (type === 'paragraph' || type === 'heading' || type === 'codeBlock') {
    lines.push(mark + inline(node));
    return;
  }
  for (const [i, raw] of asList(node.content).entries()) {
    const child = asRecord(raw);
    if (!child) continue;
    const own = type === 'bulletList' ? '• ' : type === 'orderedList' ? `${i + 1}. ` : mark;
    paragraphs(child, lines, own, deep + 1);
  }
}

function inline(paragraph: Raw): string {
  let text = '';
  for (const raw of asList(paragraph.content)) {
    const node = asRecord(raw);
    text += node?.type === 'hardBreak' ? '\n' : asText(node?.text);
    if (text.length > FILE_LIMITS.textUnits) break;
  }
  return text;
}
