import { WebSocket } from 'ws';

/** A line to a browser that speaks WebDriver BiDi. */
export interface BidiLine {
  /** Rejects with the browser's own words. */
  ask(method: string, params: Readonly<Record<string, unknown>>): Promise<unknown>;
  close(): void;
}

interface Answer {
  readonly id?: number;
  readonly type: 'success' | 'error' | 'event';
  readonly result?: unknown;
  readonly error?: string;
  readonly message?: string;
}

export async function openBidi(url: string): Promise<BidiLine> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('message', (data) => {
    const answer = JSON.parse(String(data)) as Answer;
    const question = answer.id === undefined ? undefined : waiting.get(answer.id);
    if (!question || answer.id === undefined) return;
    waiting.delete(answer.id);
    if (answer.type === 'success') question.resolve(answer.result);
    else question.reject(new Error(`${answer.error}: ${answer.message}`));
  });
  socket.on('close', () => {
    for (const question of waiting.values()) question.reject(new Error('The browser has gone.'));
    waiting.clear();
  });
  return {
    ask(method, params) {
      const id = ++last;
      const question = Promise.withResolvers<unknown>();
      waiting.set(id, question);
      socket.send(JSON.stringify({ id, method, params }));
      return question.promise;
    },
    close: () => socket.terminate(),
  };
}
