import { type Disposable, disposable } from '../../../core/base/disposable.ts';

/** Places for requests that wait for something, so that one network address cannot take all of them. */
export class AddressPlaces {
  readonly #places: { readonly all: number; readonly ofAddress: number };
  readonly #taken = new Map<string, number>();
  #all = 0;

  constructor(places: { readonly all: number; readonly ofAddress: number }) {
    this.#places = places;
  }

  /** Gives a place until it is disposed. Undefined: there is none. */
  take(address: string): Disposable | undefined {
    const there = this.#taken.get(address) ?? 0;
    if (this.#all >= this.#places.all || there >= this.#places.ofAddress) return undefined;
    this.#all++;
    this.#taken.set(address, there + 1);
    return disposable(() => this.#free(address));
  }

  #free(address: string): void {
    this.#all--;
    const left = (this.#taken.get(address) ?? 1) - 1;
    if (left > 0) this.#taken.set(address, left);
    else this.#taken.delete(address);
  }
}
