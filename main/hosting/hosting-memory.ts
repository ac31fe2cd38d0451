import { portIn } from '../port-in.ts';

/** First port that a hub tries: links to a board stay valid when it is always the same. */
const FIRST_PORT = 7420;

/** What the app stores about its hub. */
export interface HostingMemory {
  readonly port: number;
}

export function parseHostingMemory(raw: unknown): HostingMemory | undefined {
  const port = portIn(raw);
  return port === undefined ? undefined : { port };
}

/** The hub's `--port`: the last one while it is free, else the next. `asked`: from the app's command line; 0 is any. */
export function portFlag(remembered: number | undefined, asked: number | undefined): string {
  if (asked !== undefined && asked !== 0) return `${asked}+`;
  if (remembered !== undefined) return `${remembered}+`;
  return asked === 0 ? '0' : `${FIRST_PORT}+`;
}
