/** The parts of a native message box that the app sets. */
export interface MessageBox {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  readonly defaultId: number;
  readonly cancelId: number;
}

/** The buttons of a message box and their meanings. */
export interface BoxButtons<Answer> {
  /** With the labels of the language in effect. */
  parts(): Pick<MessageBox, 'buttons' | 'defaultId' | 'cancelId'>;
  answer(button: number): Answer;
}

/**
 * `words`: a label for each answer, read when the box is shown. `answers`: in the order of the buttons. `proposed`: chosen by Enter.
 * `closed`: chosen by closing the question.
 */
export function boxButtons<Answer extends string>(
  words: Readonly<Record<Answer, string>>,
  answers: readonly Answer[],
  { proposed, closed }: { readonly proposed: Answer; readonly closed: Answer },
): BoxButtons<Answer> {
  return {
    parts: () => ({
      buttons: answers.map((answer) => words[answer]),
      defaultId: answers.indexOf(proposed),
      cancelId: answers.indexOf(closed),
    }),
    answer: (button) => answers[button] ?? closed,
  };
}
