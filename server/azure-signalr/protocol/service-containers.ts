import type { Payloads, ServiceHeaders } from './service-messages.ts';

export const NO_HEADERS: ServiceHeaders = new Map();

/** One entry per name, case-insensitive, as the SDK requires (reference 6.3). The first spelling is kept. */
export function mergedHeaders(entries: Iterable<readonly [name: string, values: readonly string[]]>): ServiceHeaders {
  const merged = new Map<string, readonly string[]>();
  const spelled = new Map<string, string>();
  for (const [name, values] of entries) {
    const key = name.toLowerCase();
    const known = spelled.get(key);
    if (known === undefined) {
      spelled.set(key, name);
      merged.set(name, values);
    } else merged.set(known, [...(merged.get(known) ?? []), ...values]);
  }
  return merged;
}

/** The values of a header, by case-insensitive name. Empty when it is absent. */
export function headerValues(headers: ServiceHeaders, name: string): readonly string[] {
  const exact = headers.get(name);
  if (exact !== undefined) return exact;
  const wanted = name.toLowerCase();
  for (const [key, values] of headers) if (key.toLowerCase() === wanted) return values;
  return [];
}

/** The payload for a client with `protocol`. Names are case-insensitive (reference 8.1). */
export function payloadFor(payloads: Payloads, protocol: string): Uint8Array | undefined {
  const exact = payloads.get(protocol);
  if (exact !== undefined) return exact;
  const wanted = protocol.toLowerCase();
  for (const [name, payload] of payloads) if (name.toLowerCase() === wanted) return payload;
  return undefined;
}
