import { Gathering } from '../gathering.ts';
import type { Reading } from '../new-element.ts';
import { DIAGRAM_LIMITS, type Diagram, TooLarge, Unreadable } from './diagram.ts';
import { layOut } from './lay-out.ts';
import { readClass } from './read-class.ts';
import { readFlow } from './read-flow.ts';
import { readSequence } from './read-sequence.ts';
import { readState } from './read-state.ts';

export type MermaidResult =
  | { readonly is: 'read'; readonly reading: Reading }
  | { readonly is: 'unreadable'; readonly line: number }
  | { readonly is: 'tooLarge' };

/** The elements of a Mermaid diagram, laid out: flowchart, sequence, class or state. */
export function readMermaid(text: string): MermaidResult {
  if (text.length > DIAGRAM_LIMITS.chars) return { is: 'tooLarge' };
  try {
    const into = new Gathering();
    const head = /^\s*(flowchart|graph|sequence|class|state)/m.exec(text.replace(/^---\n[\s\S]*?\n---/, ''))?.[1];
    if (head === 'sequence') readSequence(text, into);
    else layOut(graphOf(head, text), into);
    return into.size === 0 ? { is: 'unreadable', line: 1 } : { is: 'read', reading: into.reading() };
  } catch (error) {
    if (error instanceof Unreadable) return { is: 'unreadable', line: error.line };
    if (error instanceof TooLarge) return { is: 'tooLarge' };
    throw error;
  }
}

function graphOf(head: string | undefined, text: string): Diagram {
  if (head === 'class') return readClass(text);
  return head === 'state' ? readState(text) : readFlow(text);
}
