import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { createValue, type Source } from '../value-store.ts';

export interface Toast {
  readonly id: number;
  /** `heard`: for screen readers alone, because a person sees it on the board. */
  readonly tone: 'neutral' | 'bad' | 'heard';
  readonly text: string;
  /** A code or a topic, small and after the words. */
  readonly detail?: string;
}

/** Short messages that disappear by themselves. */
export interface Toasts extends Source<readonly Toast[]>, Disposable {
  show(text: string): void;
  /** Says what everybody else sees on the board to screen readers. */
  say(text: string): void;
  /** A requested action failed: stays longer. */
  fail(text: string, code?: string): void;
  /** Somebody outside says something to this person: stays long enough to be read, with its topic small after it. */
  announce(text: string, topic?: string): void;
  dismiss(id: number): void;
}

/** Enough time to read a short line, and one of 20 words. Milliseconds. */
const SHOWN_MS = 3_500;
const FAILED_SHOWN_MS = 8_000;
/** The person did nothing that it would wait for, so it looks later. */
const ANNOUNCED_SHOWN_MS = 20_000;
/** More than this many would cover the board; the oldest disappears. */
const MOST = 3;

export function createToasts(clock: Clock): Toasts {
  const list = createValue<readonly Toast[]>([]);
  const timers = new Map<number, Disposable>();
  let lastId = 0;

  const dismiss = (id: number): void => {
    timers.get(id)?.dispose();
    timers.delete(id);
    list.write(list.read().filter((toast) => toast.id !== id));
  };
  const add = (toast: Omit<Toast, 'id'>, forMs: number): void => {
    // A repeated message stays longer instead of appearing twice.
    const same = list.read().find((shown) => shown.text === toast.text && shown.tone === toast.tone);
    if (same) dismiss(same.id);
    const id = ++lastId;
    for (const oldest of list.read().slice(0, Math.max(0, list.read().length - MOST + 1))) dismiss(oldest.id);
    list.write([...list.read(), { id, ...toast }]);
    timers.set(
      id,
      clock.after(forMs, () => dismiss(id)),
    );
  };

  return {
    read: list.read,
    watch: list.watch,
    show: (text) => add({ tone: 'neutral', text }, SHOWN_MS),
    say: (text) => add({ tone: 'heard', text }, SHOWN_MS),
    fail: (text, code) => add({ tone: 'bad', text, ...(code === undefined ? {} : { detail: code }) }, FAILED_SHOWN_MS),
    announce: (text, topic) =>
      add({ tone: 'neutral', text, ...(topic === undefined ? {} : { detail: topic }) }, ANNOUNCED_SHOWN_MS),
    dismiss,
    dispose() {
      for (const timer of timers.values()) timer.dispose();
      timers.clear();
    },
  };
}
