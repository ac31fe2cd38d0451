import type { Clock, Disposable } from '../host.ts';
import { type AskOptions, HubError } from '../hub.ts';
import { errorTexts } from './error-texts.ts';

/** An answer of a client, decoded. */
export type ClientAnswer =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'void' }
  | { readonly kind: 'error'; readonly error: string };

interface Question {
  readonly timer: Disposable;
  forget(): void;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Shared by the questions to all clients of a server. */
export interface QuestionRules {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /**
   * For each id that waits for an answer, its owner. One counter serves all clients, so an id shows whether an answer is forged.
   */
  readonly asked: Map<string, Questions>;
  nextId(): string;
}

export function questionRules(clock: Clock, timeoutMs: number): QuestionRules {
  let count = 0;
  // The letter separates them from the ids of a client's own streams (check 83).
  return { clock, timeoutMs, asked: new Map(), nextId: () => `s${++count}` };
}

/** The unanswered questions to one client (reference 7.6). Each has a timeout, and all fail when the connection ends. */
export class Questions {
  readonly #rules: QuestionRules;
  readonly #open = new Map<string, Question>();

  constructor(rules: QuestionRules) {
    this.#rules = rules;
  }

  /** `send` sends the question with this id, and returns false when that is impossible. */
  ask(send: (id: string) => boolean, { timeoutMs, signal }: AskOptions): Promise<unknown> {
    const { clock, asked, nextId } = this.#rules;
    const id = nextId();
    return new Promise((resolve, reject) => {
      const giveUp = (): void => this.#fail(id, new Error('The question was cancelled.'));
      const question: Question = {
        timer: clock.after(timeoutMs ?? this.#rules.timeoutMs, () => this.#fail(id, new Error('The client did not answer.'))),
        forget: () => signal?.removeEventListener('abort', giveUp),
        resolve,
        reject,
      };
      this.#open.set(id, question);
      asked.set(id, this);
      if (signal?.aborted === true) giveUp();
      else if (!send(id)) this.#fail(id, new Error(errorTexts.noConnection));
      else signal?.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** `foreign`: the question was for another client. No honest client answers it (check 82). */
  answer(id: string, answer: () => ClientAnswer): 'taken' | 'unknown' | 'foreign' {
    if (!this.#open.has(id)) return this.#rules.asked.has(id) ? 'foreign' : 'unknown';
    const question = this.#close(id);
    const given = answer();
    switch (given.kind) {
      case 'value':
        question?.resolve(given.value);
        break;
      case 'void':
        question?.reject(new HubError(errorTexts.noResult));
        break;
      case 'error':
        question?.reject(new HubError(given.error));
        break;
    }
    return 'taken';
  }

  end(): void {
    for (const id of [...this.#open.keys()]) this.#fail(id, new Error(errorTexts.noConnection));
  }

  #fail(id: string, error: Error): void {
    this.#close(id)?.reject(error);
  }

  #close(id: string): Question | undefined {
    const question = this.#open.get(id);
    this.#open.delete(id);
    this.#rules.asked.delete(id);
    question?.timer.dispose();
    question?.forget();
    return question;
  }
}
