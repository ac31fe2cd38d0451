import { FILE_LIMITS } from '../file-limits.ts';

export interface XmlNode {
  /** Without a prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlNode | string)[];
}

interface OpenNode extends XmlNode {
  readonly children: (XmlNode | string)[];
}

/** A name is looked at from its first letter only: one without a value would be looked at again from each of its letters. */
const ATTRIBUTE = /(?<![^\s=/>"'])([^\s=/>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const NAMED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/**
 * Parses the XML of a picture: elements, attributes, text. Entities of the document are not expanded, so none can grow; nothing
 * is fetched. Undefined for invalid XML, and for too many or too deep nodes.
 */
export function parseXml(text: string): XmlNode | undefined {
  const root: OpenNode = { name: '', attributes: new Map(), children: [] };
  const open: OpenNode[] = [root];
  let nodes = 0;
  let at = 0;
  while (at < text.length) {
    const top = open.at(-1) as OpenNode;
    const tag = text.indexOf('<', at);
    const words = text.slice(at, tag < 0 ? undefined : tag);
    if (words !== '' && open.length > 1) top.children.push(unescaped(words));
    if (tag < 0) break;
    const skipped = skipTo(text, tag);
    if (skipped !== undefined) {
      if (text.startsWith('<![CDATA[', tag) && open.length > 1) top.children.push(text.slice(tag + 9, skipped - 3));
      at = skipped;
      continue;
    }
    const end = tagEnd(text, tag);
    if (end < 0) return undefined;
    const body = text.slice(tag + 1, end);
    at = end + 1;
    if (body.startsWith('/')) {
      if (open.length === 1 || nameOf(body.slice(1)) !== top.name) return undefined;
      open.pop();
      continue;
    }
    const node: OpenNode = { name: nameOf(body), attributes: attributesOf(body), children: [] };
    if (node.name === '' || ++nodes > FILE_LIMITS.nodes) return undefined;
    top.children.push(node);
    if (body.endsWith('/')) continue;
    // The root is at the bottom of the stack.
    if (open.push(node) > FILE_LIMITS.deep * 4) return undefined;
  }
  if (open.length !== 1) return undefined;
  return root.children.find((child): child is XmlNode => typeof child !== 'string');
}

/** The position after a comment, a CDATA section, an instruction or a document type. Undefined at an element's tag. */
function skipTo(text: string, tag: number): number | undefined {
  const after = (mark: string): number => {
    const end = text.indexOf(mark, tag);
    return end < 0 ? text.length : end + mark.length;
  };
  if (text.startsWith('<!--', tag)) return after('-->');
  if (text.startsWith('<![CDATA[', tag)) return after(']]>');
  if (text.startsWith('<?', tag)) return after('?>');
  if (!text.startsWith('<!', tag)) return undefined;
  const end = text.indexOf('>', tag);
  if (end < 0) return text.length;
  // A document type may contain declarations in brackets. Only the tag is searched: the whole file would be searched again from every declaration.
  return text.slice(tag, end).includes('[') ? after(']>') : end + 1;
}

/** The `>` of a tag, outside of quotes. */
function tagEnd(text: string, tag: number): number {
  let quote = '';
  for (let at = tag + 1; at < text.length; at++) {
    const sign = text.charAt(at);
    if (quote !== '') {
      if (sign === quote) quote = '';
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '>') return at;
    else if (sign === '<') return -1;
  }
  return -1;
}

function nameOf(body: string): string {
  const name = /^[^\s/>]+/.exec(body)?.[0] ?? '';
  return name.slice(name.indexOf(':') + 1);
}

function attributesOf(body: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name, double, single] of body.matchAll(ATTRIBUTE)) {
    const plain = (name as string).replace(/^xlink:/, '');
    if (!attributes.has(plain)) attributes.set(plain, unescaped(double ?? single ?? ''));
  }
  return attributes;
}

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-z]{2,4});/g, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED.get(name) ?? whole;
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
