import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';

/** One message that is due, in plain form, with the server connection that carries it. */
export interface Due {
  readonly conn: string;
  readonly type: number;
  readonly plain: string;
}

/** What our application server says otherwise than Microsoft's, and why. A row that changes nothing in one of its situations is an error. */
export interface Difference {
  readonly situations: readonly string[];
  readonly reason: string;
  /** What is due instead, of one step: everything that the SDK said between two things that the service said. */
  change(due: readonly Due[]): readonly Due[];
}

const isClose = ({ type, plain }: Due): boolean => type === T.connectionData && plain.includes('"dataMessageType":4');
const isLeft = ({ type, plain }: Due): boolean => type === T.broadcastData && plain.includes('"target":"left"');

export const DIFFERENCES: readonly Difference[] = [
  {
    situations: ['25-client-stop', '27-hub-abort'],
    reason: 'the hub hears of the end when the client has been told: what it sends then goes out last',
    change: (due) => [...due.filter((one) => !isLeft(one)), ...due.filter(isLeft)],
  },
  {
    situations: ['26-client-lost', '35-offline'],
    reason: 'nothing is sent to a client that has gone: the service would ignore it (7.7)',
    change: (due) => due.filter((one) => !isClose(one)),
  },
  {
    situations: ['13-stream-cancel'],
    reason: 'a stream ends when its client cancels it; the recorded method did not look at its cancellation',
    change(due) {
      const [first] = due;
      const isAfterCancel = due.length > 2 && first !== undefined;
      return isAfterCancel
        ? [{ ...first, plain: first.plain.replace(/"payload":\{.*?\}(?=,"ext)/, '"payload":{"invocationId":"0","type":3}') }]
        : due;
    },
  },
];

/** The same for situations that are no exchange of messages: what `occasions.test.ts` expects otherwise than recorded, and why. */
export const OTHERWISE = {
  '02-keep-alive': 'pings go out every five seconds, whatever the service says: a silent service would hear none of ours (12.5)',
  '04-negotiate-user': 'the kind of sign-in is not named: everybody is Bearer here (3.4)',
  '20-outside-hub':
    'there is no send to a list of connections; which server connection carries a send from outside is open (about)',
  '40-options-in-token': 'the kind of sign-in is not named: everybody is Bearer here (3.4)',
  '42-graceful-wait': 'clients are sent off when the service has heard that we go: a restart waits for nobody',
  '43-graceful-migrate': 'migration is not offered (level 0): clients come back by themselves, with what they have not sent',
  '44-shutdown-off': 'we say fin:2 and send our clients off ourselves, spread over time, where the SDK has the service drop them',
  '45-silent-service': 'pings go out every five seconds, whatever the service says (12.5)',
} as const;
