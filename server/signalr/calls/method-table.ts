import type { HubCall, HubMethod, HubMethods } from '../hub.ts';

const asMethod = (given: HubMethod | ((call: HubCall) => unknown)): HubMethod =>
  typeof given === 'function' ? { kind: 'call', run: given } : given;

/** Methods by name, case-insensitive (reference 7.1). */
export class MethodTable {
  readonly #methods = new Map<string, HubMethod>();

  constructor(given: HubMethods) {
    const methods = given instanceof Map ? given : new Map(Object.entries(given).map(([name, one]) => [name, asMethod(one)]));
    for (const [name, method] of methods) {
      const key = name.toLowerCase();
      if (this.#methods.has(key)) throw new Error(`Two hub methods have the name '${name}'.`);
      this.#methods.set(key, method);
    }
    // The exact spelling too: clients send it, and finding it allocates no string.
    for (const [name, method] of methods) this.#methods.set(name, method);
  }

  find(target: string): HubMethod | undefined {
    return this.#methods.get(target) ?? this.#methods.get(target.toLowerCase());
  }
}
