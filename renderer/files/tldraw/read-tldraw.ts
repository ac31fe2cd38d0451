import { fail, ok, type Refusal, type Result } from '../../../core/base/result.ts';
import type { Gathering } from '../gathering.ts';
import { unpackLzString } from '../packed/lz-string.ts';
import { sideBySide } from '../pages.ts';
import { asList, asNumber, asRecord, asText, parseJson, type Raw } from '../raw.ts';
import { readOldDocument } from './read-old-document.ts';
import { readRecords } from './read-records.ts';

/** The only version of the file format around the records. */
const FILE_VERSION = 1;
const SCHEMA_VERSIONS: ReadonlySet<unknown> = new Set([1, 2]);

/** Reads a parsed `.tldr` file of any version. */
export function gatherTldraw(json: unknown): Result<Gathering, Refusal> {
  const file = asRecord(json);
  if (!file) return fail('file.unreadable', 'tldraw');
  const document = asRecord(file.document);
  if (asRecord(document?.pages)) return ok(sideBySide(readOldDocument(document as Raw), asText(document?.name)));
  if (!Array.isArray(file.records)) return fail('file.unreadable', 'records');
  const isNewer = asNumber(file.tldrawFileFormatVersion) > FILE_VERSION;
  if (isNewer || !SCHEMA_VERSIONS.has(asRecord(file.schema)?.schemaVersion)) return fail('file.too_new', 'tldraw');
  const records = asList(file.records);
  const name = asText(records.map(asRecord).find((record) => record?.typeName === 'document')?.name);
  return ok(sideBySide(readRecords(records), name));
}

const MARK = '<div data-tldraw';

/** Reads tldraw's clipboard: HTML with JSON inside. Undefined without it. */
export function gatherTldrawClipboard(html: string): Gathering | undefined {
  const mark = html.indexOf(MARK);
  const start = mark < 0 ? -1 : html.indexOf('>', mark) + 1;
  const end = start <= 0 ? -1 : html.lastIndexOf('</div>');
  if (end < start || start <= 0) return undefined;
  const body = html.slice(start, end);
  // Older versions pack everything.
  const json = asRecord(parseJson(body) ?? parseJson(unpackLzString(body) ?? ''));
  if (json?.type !== 'application/tldraw') return undefined;
  const data = asRecord(json.data);
  const content = json.version === 3 ? asRecord(parseJson(unpackLzString(asText(data?.otherCompressed)) ?? '')) : data;
  if (!content) return undefined;
  // In some versions shapes have no `typeName` here.
  const shapes = asList(content.shapes).map((shape) => ({ ...asRecord(shape), typeName: 'shape' }));
  const bindings = asList(content.bindings).map((binding) => ({ ...asRecord(binding), typeName: 'binding' }));
  // In version 3 the assets are outside of what is packed.
  const assets = asList(content.assets ?? data?.assets).map((asset) => ({ ...asRecord(asset), typeName: 'asset' }));
  return sideBySide(readRecords([...shapes, ...bindings, ...assets]), '');
}
