import { codeOf } from '../../core/base/reason-of.ts';

/** Ports that are tried in a row. More used ports in a row are no coincidence. */
const TRIES = 20;
const LAST_PORT = 65_535;

export interface PortChoice {
  readonly port: number;
  /** True when the next free port is acceptable. */
  readonly orNext: boolean;
}

/** Parses `7420`, `7420+` (or the next free one) or `0` (any free one). */
export function readPort(text: string): PortChoice | undefined {
  const [, digits, plus] = /^(\d{1,5})(\+?)$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > LAST_PORT || (port === 0 && plus !== '')) return undefined;
  return { port, orNext: plus !== '' };
}

/** The ports to try, in order. */
export function portsToTry(port: number, orNext: boolean): readonly number[] {
  if (!orNext) return [port];
  return Array.from({ length: Math.min(TRIES, LAST_PORT - port + 1) }, (_, step) => port + step);
}

/** Listens on the first free port. Rejects with the last error; any other error ends the search at once. */
export async function listenOnFirstFree(ports: readonly number[], listen: (port: number) => Promise<void>): Promise<void> {
  for (const [index, port] of ports.entries()) {
    try {
      await listen(port);
      return;
    } catch (error) {
      if (index === ports.length - 1 || codeOf(error) !== 'EADDRINUSE') throw error;
    }
  }
}

/** A sentence for the operator; undefined for an error that is not about the address. `flag` chooses the port. */
export function whyNotListening(
  error: unknown,
  { host, port, flag }: { readonly host: string; readonly port: number; readonly flag: string },
): string | undefined {
  const code = codeOf(error);
  if (code === 'EADDRINUSE') return `Port ${port} is in use already. Choose another with ${flag}, or 0 for any free one.`;
  if (code === 'EACCES') return `This user may not listen on port ${port}. Choose one above 1023 with ${flag}.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is no address of this machine. Choose another with --host.`;
  return undefined;
}
