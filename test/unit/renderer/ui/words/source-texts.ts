import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

export const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));

/** A text in the source that a person may read. */
export interface SourceText {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

export function sourceFiles(folder: string): readonly string[] {
  return readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => `${folder}/${name}`)
    .sort();
}

type Node = { readonly type: string; readonly start: number } & Readonly<Record<string, unknown>>;

/** Attributes and properties whose text a person reads or hears. */
const READ_NAMES = new Set([
  ...['label', 'title', 'alt', 'placeholder', 'aria-label', 'ariaLabel', 'tip', 'message', 'detail', 'question', 'hint', 'text'],
  ...['name', 'shown', 'yes', 'no', 'command', 'effect', 'event', 'short', 'spoken', 'words'],
]);
/** Attributes and properties whose text is for the program. */
const PROGRAM_NAMES = new Set([
  'className',
  'class',
  'd',
  'id',
  'viewBox',
  'sandbox',
  'transform',
  'style',
  'key',
  'href',
  'font',
  'family',
]);
/** Functions whose text is for the program. */
const PROGRAM_CALLS =
  /^(Error|TypeError|RangeError|Map|Set|RegExp|BroadcastChannel|matchMedia|querySelector|querySelectorAll|closest|matches|setProperty|warn|info|error|fail|split|join|define|import|fetch|createElement|addEventListener|getPropertyValue)$/;

/** Texts of a file outside word tables: what JSX shows, what labels say, and every string with a space between words. */
export function inlineTexts(file: string, isTable: (name: string) => boolean): readonly SourceText[] {
  const source = readFileSync(`${ROOT}${file}`, 'utf8');
  const { program } = parseSync(file, source);
  const found: SourceText[] = [];
  const add = (node: Node, text: string): void => {
    const line = source.slice(0, node.start).split('\n').length;
    found.push({ file, line, text: text.trim() });
  };
  const walk = (raw: unknown, name: string | undefined): void => {
    if (Array.isArray(raw)) {
      for (const one of raw) walk(one, name);
      return;
    }
    if (!isNode(raw)) return;
    switch (raw.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'TSTypeAliasDeclaration':
      case 'TSInterfaceDeclaration':
      case 'TSTypeAnnotation':
      case 'TSLiteralType':
        return;
      case 'JSXText':
        // Two letters alone are a sample of a font.
        if (/\p{L}{2}/u.test(textOf(raw.value)) && textOf(raw.value).trim() !== 'Aa') add(raw, textOf(raw.value));
        return;
      case 'JSXAttribute':
      case 'Property': {
        const own = nameOf(raw.name ?? raw.key);
        if (own !== undefined && PROGRAM_NAMES.has(own)) return;
        walk(raw.value, own);
        return;
      }
      case 'VariableDeclarator': {
        const own = nameOf(raw.id);
        if (own !== undefined && isTable(own)) return;
        walk(raw.init, own);
        return;
      }
      case 'NewExpression':
      case 'CallExpression':
        if (!PROGRAM_CALLS.test(nameOf(raw.callee) ?? '')) break;
        walk(raw.arguments, 'call of the program');
        return;
      case 'Literal':
        if (typeof raw.value === 'string' && isRead(raw.value, name)) add(raw, raw.value);
        return;
      case 'TemplateLiteral': {
        const parts = (raw.quasis as readonly { readonly value: { readonly cooked: string } }[]).map(({ value }) => value.cooked);
        if (isRead(parts.join('…'), name)) add(raw, parts.join('…'));
        walk(raw.expressions, undefined);
        return;
      }
      default:
    }
    for (const [key, value] of Object.entries(raw)) if (key !== 'type') walk(value, name);
  };
  walk(program, undefined);
  return found;
}

/** Whether a string looks like words for a person. */
function isRead(text: string, name: string | undefined): boolean {
  if (name === 'call of the program') return false;
  const words = text.replaceAll('…', ' ');
  if (name !== undefined && READ_NAMES.has(name))
    return /\p{Lu}\p{L}|\p{L}{2,} \p{L}{2,}/u.test(words) && !/^[\w.]+\.[\w.]+$/.test(text);
  // Two words or more. Code such as selectors, paths and colours has other signs.
  return /(^|[\s“(])\p{L}{2,}[,:;]? \p{L}{2,}/u.test(words) && !/[{}<>=#[\]@]|--|::|\d(px|em|ms)\b/.test(text);
}

function nameOf(raw: unknown): string | undefined {
  if (!isNode(raw)) return undefined;
  if (raw.type === 'MemberExpression') return nameOf(raw.property);
  return typeof raw.name === 'string' ? raw.name : typeof raw.value === 'string' ? raw.value : undefined;
}

function textOf(raw: unknown): string {
  return typeof raw === 'string' ? raw : '';
}

function isNode(raw: unknown): raw is Node {
  return typeof raw === 'object' && raw !== null && 'type' in raw && typeof raw.type === 'string' && 'start' in raw;
}
