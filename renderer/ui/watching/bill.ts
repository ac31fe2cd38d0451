import { type Disposable, disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { Bill } from '../../../core/contract/hub-contract.ts';
import type { Session } from '../../session/session.ts';
import { createValue, type Source } from '../value-store.ts';

/** How often the hub is asked, milliseconds: half the time that its answer is about. Each time costs two messages. */
const ASK_MS = 5_000;

/** What the room costs. The hub is asked while somebody watches, and only then; undefined until it answers, and again when it does not. */
export function watchBill(session: Pick<Session, 'askBill'>, clock: Clock): Source<Bill | undefined> {
  const bill = createValue<Bill | undefined>(undefined);
  let watchers = 0;
  let next: Disposable | undefined;
  /** The question that waits for its answer. An answer to any other comes too late. */
  let pending: object | undefined;

  const ask = (): void => {
    if (pending !== undefined) bill.write(undefined);
    const question = {};
    pending = question;
    next = clock.after(ASK_MS, ask);
    void session.askBill().then((answer) => {
      if (pending !== question) return;
      pending = undefined;
      bill.write(answer);
    });
  };
  const stop = (): void => {
    next?.dispose();
    pending = undefined;
    bill.write(undefined);
  };

  return {
    read: bill.read,
    watch(changed) {
      const watching = bill.watch(changed);
      if (watchers++ === 0) ask();
      return disposable(() => {
        watching.dispose();
        if (--watchers === 0) stop();
      });
    },
  };
}
