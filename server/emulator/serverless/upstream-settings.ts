import type { UpstreamCategory } from '@inkroom/azure-signalr/serverless/upstream-event';

/** One upstream of the service in Serverless mode (reference 10.2). */
export interface UpstreamTemplate {
  /** Absolute, with the placeholders `{hub}`, `{category}` and `{event}`. */
  readonly urlTemplate: string;
  /** `*`, one name, or several names with commas. Absent: all. */
  readonly hubPattern?: string;
  readonly categoryPattern?: string;
  readonly eventPattern?: string;
}

export interface UpstreamName {
  readonly hub: string;
  readonly category: UpstreamCategory;
  readonly event: string;
}

/** The address of the first template that matches. Undefined: no template wants the event. */
export function upstreamUrl(templates: readonly UpstreamTemplate[], name: UpstreamName): string | undefined {
  // A path would leave its folder with them, encoded or not.
  if (name.event === '.' || name.event === '..') return undefined;
  const found = templates.find(
    (one) =>
      matches(one.hubPattern, name.hub) && matches(one.categoryPattern, name.category) && matches(one.eventPattern, name.event),
  );
  // In one pass: an event's own name is never read as a placeholder.
  return found?.urlTemplate.replace(PLACEHOLDER, (_whole, key: keyof UpstreamName) =>
    encodeURIComponent(name[key].toWellFormed()),
  );
}

const PLACEHOLDER = /\{(hub|category|event)\}/g;

function matches(pattern: string | undefined, name: string): boolean {
  const names = (pattern ?? '*').split(',').map((one) => one.trim());
  return names.includes('*') || names.includes(name);
}

/** True when an address can be made of it. */
export function isUrlTemplate(text: string): boolean {
  const url = text.replace(PLACEHOLDER, 'x');
  return /^https?:\/\/[^/?#]/i.test(url) && URL.canParse(url);
}
