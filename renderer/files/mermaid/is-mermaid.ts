const COMMENTS = /^(?:\s*(?:%%[^\n]*|---\n[\s\S]*?\n---[^\S\n]*)?\n)*/;
const HEAD =
  /^\s*(?:(?:flowchart|graph)(?:-elk)?(?:\s+(?:TB|TD|BT|LR|RL))?|sequenceDiagram|classDiagram(?:-v2)?|stateDiagram(?:-v2)?)[^\S\n]*(?:;|\n|$)/;
/** A block of code as chats and documents have it. */
const FENCE = /^\s*```mermaid[^\S\n]*\n([\s\S]*?)\n?```\s*$/;

/** The text of a Mermaid diagram that can be read, without its fence. Undefined for other words. */
export function mermaidIn(raw: string): string | undefined {
  const text = raw.replace(/\r\n?/g, '\n');
  const inside = FENCE.exec(text)?.[1] ?? text;
  return HEAD.test(inside.replace(COMMENTS, '')) ? inside : undefined;
}
