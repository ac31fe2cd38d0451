import { onLauncher, tellLauncher } from './launcher-channel.ts';
import type { DialogAnswer, DialogShown } from './messages.ts';

/** Double of `dialog`. It uses the test's queued answers in order; without one the person cancels. */
const answers: DialogAnswer[] = [];

onLauncher((message) => {
  if (message.kind === 'queueDialog') answers.push(message.answer);
});

function answerOf<Kind extends DialogShown['dialog']>(
  dialog: Kind,
  options: unknown,
): Extract<DialogAnswer, { dialog: Kind }> | undefined {
  tellLauncher({ kind: 'dialogShown', shown: { dialog, options: structuredClone(options) } });
  const index = answers.findIndex((answer) => answer.dialog === dialog);
  return index < 0 ? undefined : (answers.splice(index, 1)[0] as Extract<DialogAnswer, { dialog: Kind }>);
}

export const dialog = {
  async showOpenDialog(_window: unknown, options: unknown): Promise<{ canceled: boolean; filePaths: string[] }> {
    const path = answerOf('open', options)?.path ?? null;
    return { canceled: path === null, filePaths: path === null ? [] : [path] };
  },
  async showSaveDialog(_window: unknown, options: unknown): Promise<{ canceled: boolean; filePath: string }> {
    const path = answerOf('save', options)?.path ?? null;
    return { canceled: path === null, filePath: path ?? '' };
  },
  /** With a window before the options, or without one. */
  showMessageBoxSync(...given: readonly [...window: unknown[], options: { readonly cancelId?: number }]): number {
    const options = given.at(-1) as { readonly cancelId?: number };
    return answerOf('message', options)?.button ?? options.cancelId ?? 0;
  },
};
