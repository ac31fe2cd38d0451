import type { Caller, CallRules } from '../calls/caller.ts';
import { Calls } from '../calls/calls.ts';
import { errorTexts } from '../calls/error-texts.ts';
import { type QuestionRules, Questions } from '../calls/questions.ts';
import type { Relay } from '../calls/relay.ts';
import type { AskOptions } from '../hub.ts';
import { type IncomingMessage, MessageType, ProtocolError } from '../hub-protocol/hub-protocol.ts';

export interface ExchangeRules extends CallRules {
  readonly questions: QuestionRules;
  readonly relay: Relay | undefined;
}

type MessageOf<Type> = Extract<IncomingMessage, { readonly type: Type }>;
/** The messages of calls, streams and answers: those that stateful reconnect numbers. */
export type ExchangeMessage = MessageOf<1 | 2 | 3 | 4 | 5>;

/** The calls between one client and the server: invocations, streams in both directions, questions. */
export class Exchange {
  readonly calls: Calls;
  readonly #rules: ExchangeRules;
  readonly #caller: Caller;
  /** Created with the first question: most clients are never asked. */
  #questions: Questions | undefined;

  constructor(rules: ExchangeRules, caller: Caller) {
    this.#rules = rules;
    this.#caller = caller;
    this.calls = new Calls(rules, caller);
  }

  /** `bytes`: of the message. Throws for an error that ends the connection. */
  handle(message: ExchangeMessage, bytes: number): void {
    switch (message.type) {
      case MessageType.invocation:
      case MessageType.streamInvocation:
        this.calls.dispatch(message);
        return;
      case MessageType.cancelInvocation:
        if (!this.calls.cancel(message.id)) this.#caller.onUseless(bytes);
        return;
      case MessageType.streamItem:
        this.#takeItem(message, bytes);
        return;
      case MessageType.completion:
        this.#complete(message, bytes);
        return;
    }
  }

  /** `send` sends the question with this id. */
  ask(send: (id: string) => boolean, options: AskOptions): Promise<unknown> {
    this.#questions ??= new Questions(this.#rules.questions);
    return this.#questions.ask(send, options);
  }

  end(): void {
    this.calls.end();
    this.#questions?.end();
  }

  /** An item of an unknown stream is ignored. An unreadable item ends the stream, not the connection (reference 7.5). */
  #takeItem({ id, item }: MessageOf<typeof MessageType.streamItem>, bytes: number): void {
    const { uploads } = this.calls;
    const upload = uploads.find(id);
    if (upload === undefined) {
      this.#caller.onUseless(bytes);
      return;
    }
    const decoded = this.#caller.protocol.decodeValue(item);
    if (decoded === undefined) uploads.complete(id, errorTexts.badItem);
    else upload.push(decoded.value, bytes);
  }

  /** Streams first, then questions: the order matters to clients that use one id for both (reference 4.1). */
  #complete(message: MessageOf<typeof MessageType.completion>, bytes: number): void {
    const { id, outcome } = message;
    if (this.calls.uploads.complete(id, outcome.kind === 'error' ? outcome.error : undefined)) return;
    if (!this.#rules.questions.asked.has(id)) {
      if (this.#rules.relay === undefined) this.#caller.onUseless(bytes);
      else this.#rules.relay.answered(this.#caller.connection.id, message);
      return;
    }
    this.#questions ??= new Questions(this.#rules.questions);
    const taken = this.#questions.answer(id, () => {
      if (outcome.kind !== 'value') return outcome;
      const decoded = this.#caller.protocol.decodeValue(outcome.value);
      return decoded === undefined ? { kind: 'error', error: errorTexts.wrongTypes } : { kind: 'value', value: decoded.value };
    });
    if (taken === 'foreign') throw new ProtocolError('This was asked of another client.');
  }
}
