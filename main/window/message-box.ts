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
  readonly parts: Pick<MessageBox, 'buttons' | 'defaultId' | 'cancelId'>;
  answer(button: number): Answer;
}

/** `labels`: in the order of the buttons. `proposed`: chosen by Enter. `closed`: chosen by closing the question. */
export function boxButtons<Answer extends string>(
  labels: readonly (readonly [Answer, label: string])[],
  { proposed, closed }: { readonly proposed: Answer; readonly closed: Answer },
): BoxButtons<Answer> {
  const indexOf = (wanted: Answer): number => labels.findIndex(([answer]) => answer === wanted);
  return {
    parts: { buttons: labels.map(([, label]) => label), defaultId: indexOf(proposed), cancelId: indexOf(closed) },
    answer: (button) => labels[button]?.[0] ?? closed,
  };
}
