import type { Sample, Who } from './crew-messages.ts';

/** Who has been live on an instance for so long has the whole board from it, and it has theirs. Milliseconds. */
const SETTLED_MS = 3_000;
/** An older status tells nothing of now, milliseconds. */
const FRESH_MS = 2_000;

/** Which instances serve the room, as far as people's status tells. */
export class ServedBy {
  readonly #now: () => number;
  readonly #people = new Map<Who, { readonly instance: string; readonly since: number; readonly at: number }>();

  /** `now`: milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  hear(who: Who, { at, phase, instance }: Sample): void {
    const known = this.#people.get(who);
    if (phase !== 'live' || instance === undefined) this.#people.delete(who);
    else this.#people.set(who, { instance, since: known?.instance === instance ? known.since : at, at });
  }

  names(): ReadonlySet<string> {
    const now = this.#now();
    const settled = [...this.#people.values()].filter(({ since, at }) => at > now - FRESH_MS && since < now - SETTLED_MS);
    return new Set(settled.map(({ instance }) => instance));
  }
}
