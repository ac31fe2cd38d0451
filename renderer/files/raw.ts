/** Reads values of a file from an untrusted author. Never throws, and numbers are always finite. */
export type Raw = Readonly<Record<string, unknown>>;

/** Larger numbers are far outside of every board, pixels. */
const FAR = 1e8;

export function asRecord(raw: unknown): Raw | undefined {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as Raw) : undefined;
}

export function asList(raw: unknown): readonly unknown[] {
  return Array.isArray(raw) ? raw : [];
}

export function asText(raw: unknown): string {
  return typeof raw === 'string' ? raw : '';
}

export function asNumber(raw: unknown, fallback = 0): number {
  return typeof raw === 'number' && Number.isFinite(raw) ? Math.min(FAR, Math.max(-FAR, raw)) : fallback;
}

/** A width or height, pixels. */
export function asSize(raw: unknown, fallback = 0): number {
  return Math.abs(asNumber(raw, fallback));
}

/** Undefined for invalid JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
