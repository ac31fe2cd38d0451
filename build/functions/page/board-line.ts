import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';

/** A line of the board: what the functions send. */
export interface Shown {
  readonly text: string;
  readonly from: string;
  readonly topic: string | undefined;
}

export type LineState = 'connecting' | 'connected' | 'again' | 'closed' | 'refused';

export interface BoardLine {
  /** Rejects when the service or the function says no. */
  change(method: 'Follow' | 'Unfollow', topic: string): Promise<void>;
}

export interface BoardLineOptions {
  /** Address of the functions, with the topics of the page. */
  readonly url: string;
  /** What a new connection must be told: the service knows only the topics in the address. */
  readonly changes: () => readonly (readonly ['Follow' | 'Unfollow', string])[];
  readonly onAnnouncement: (shown: Shown) => void;
  readonly onState: (state: LineState) => void;
}

/** A stock SignalR client in MessagePack. It negotiates with the functions, which send it to the service. */
export function openBoardLine({ url, changes, onAnnouncement, onState }: BoardLineOptions): BoardLine {
  const connection = new HubConnectionBuilder()
    .withUrl(url)
    .withHubProtocol(new MessagePackHubProtocol())
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: ({ previousRetryCount }) => waitMs(previousRetryCount) })
    .configureLogging(LogLevel.None)
    .build();
  const change: BoardLine['change'] = (method, topic) => connection.invoke(method, topic);
  connection.on('notice', (said: unknown) => {
    const shown = readShown(said);
    if (shown !== undefined) onAnnouncement(shown);
  });
  connection.onreconnecting(() => onState('again'));
  connection.onreconnected(() => {
    onState('connected');
    // A topic that cannot be followed now breaks nothing else.
    for (const [method, topic] of changes()) change(method, topic).catch(() => {});
  });
  connection.onclose(() => onState('closed'));
  onState('connecting');
  connection.start().then(
    () => onState('connected'),
    () => onState('refused'),
  );
  return { change };
}

/** Soon at first, then at most every 30 seconds, at a moment of its own so that not all pages come at once. */
function waitMs(retries: number): number {
  return Math.min(30_000, 1_000 * 2 ** retries) * (0.5 + Math.random() / 2);
}

function readShown(said: unknown): Shown | undefined {
  if (typeof said !== 'object' || said === null) return undefined;
  const { kind, text, from, topic }: { kind?: unknown; text?: unknown; from?: unknown; topic?: unknown } = said;
  if (kind !== 'announcement' || typeof text !== 'string' || typeof from !== 'string') return undefined;
  return { text, from, topic: typeof topic === 'string' ? topic : undefined };
}
