import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import { eventually } from '../../../support/eventually.ts';
import type { FakeClock } from '../../../support/fake-clock.ts';
import type { ServiceEnd } from './scripted-service.ts';

/** Lets time pass by small steps, the service saying that it is there, and what was sent meanwhile arrive. */
export async function pass(clock: FakeClock, ms: number, ends: () => readonly ServiceEnd[], isSilent = false): Promise<void> {
  for (let at = 0; at < ms; at += 250) {
    clock.advance(250);
    if (isSilent || at % 5_000 !== 0) await new Promise((resolve) => setImmediate(resolve));
    else await settled(ends());
  }
  if (!isSilent) await settled(ends());
}

let echoes = 0;

/** What was sent before an echo is there when the echo is back. */
export async function settled(ends: readonly ServiceEnd[]): Promise<void> {
  const id = `barrier-${++echoes}`;
  const open = ends.filter(({ closed }) => closed === undefined);
  for (const end of open) end.send({ type: T.ping, messages: ['echo', id] });
  await eventually(() => {
    for (const { got, closed } of open)
      if (closed === undefined && !got.some((one) => one.type === T.ping && one.messages[1] === id)) throw new Error('no echo');
  });
}
