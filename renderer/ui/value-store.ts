import { type Disposable, disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/emitter.ts';

/** A readable and observable value: the shape that `useSource` reads. `read` returns the same object until it changes. */
export interface Source<T> {
  read(): T;
  watch(changed: () => void): Disposable;
}

/** One value with one owner. The owner of the store writes; others see it as a `Source` and read. */
export interface ValueStore<T> extends Source<T> {
  write(next: T): void;
}

/** Writing an equal value notifies no listener. */
export function createValue<T>(first: T): ValueStore<T> {
  let value = first;
  const changes = new Emitter<void>();
  return {
    read: () => value,
    watch: (changed) => changes.on(changed),
    write(next) {
      if (Object.is(next, value)) return;
      value = next;
      changes.emit();
    },
  };
}

/**
 * A source computed from another one. It subscribes only while it is watched itself. `same` decides what counts as a change, so
 * that a source with sixty changes a second (cursors) can feed a view with one a minute (avatars).
 */
export function derived<T, U>(from: Source<T>, compute: (value: T) => U, same: (a: U, b: U) => boolean = Object.is): Source<U> {
  let known: { readonly input: T; readonly output: U } | undefined;
  const read = (): U => {
    const input = from.read();
    if (known && Object.is(known.input, input)) return known.output;
    const output = compute(input);
    known = { input, output: known && same(known.output, output) ? known.output : output };
    return known.output;
  };
  return {
    read,
    watch(changed) {
      let seen = read();
      const ended = from.watch(() => {
        const now = read();
        if (now === seen) return;
        seen = now;
        changed();
      });
      return disposable(() => ended.dispose());
    },
  };
}
