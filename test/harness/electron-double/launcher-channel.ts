import type { FromApp, Question, ToApp } from './messages.ts';

/** The app's end of the channel to the launcher. */
const listeners: ((message: ToApp) => void)[] = [];

export function tellLauncher(message: FromApp): void {
  if (process.connected) process.send?.(message);
}

export function onLauncher(listener: (message: ToApp) => void): void {
  listeners.push(listener);
}

/** Answers questions of one kind. An exception of `answer` is sent as a refusal. */
export function answerTo<Ask extends Question['ask']>(
  ask: Ask,
  answer: (question: Extract<Question, { ask: Ask }>) => Promise<unknown> | unknown,
): void {
  onLauncher((message) => {
    if (message.kind !== 'question' || message.question.ask !== ask) return;
    const { request, question } = message;
    Promise.resolve()
      .then(() => answer(question as Extract<Question, { ask: Ask }>))
      .then(
        (value) => tellLauncher({ kind: 'answer', request, outcome: { ok: true, value } }),
        (error: unknown) =>
          tellLauncher({
            kind: 'answer',
            request,
            outcome: { ok: false, message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) },
          }),
      );
  });
}

process.on('message', (message: ToApp) => {
  for (const listener of listeners) listener(message);
});
// The app ends with its test.
process.on('disconnect', () => process.exit());
