/** What the service counts and bills (reference 11.2): messages that leave it, in units of 2 KB. Pings are free. */

const UNIT_BYTES = 2_048;

export interface MeterReading {
  readonly toClients: number;
  readonly toServers: number;
  /** The units that would be billed for both. */
  readonly billedUnits: number;
  readonly bytesToClients: number;
  readonly bytesToServers: number;
}

/** SignalR's own pings, in both protocols. */
const PINGS = [Buffer.from('{"type":6}\u001e'), Buffer.from([2, 0x91, 6])];

export const isPing = (message: Uint8Array): boolean => message.length < 12 && PINGS.some((ping) => ping.equals(message));

export class Meter {
  #toClients = 0;
  #toServers = 0;
  #units = 0;
  #bytesToClients = 0;
  #bytesToServers = 0;

  /** Returns the units of the message. */
  client(message: Uint8Array): number {
    this.#bytesToClients += message.length;
    if (isPing(message)) return 0;
    this.#toClients++;
    return this.#bill(message);
  }

  /** `payload`: a client's message to its application server. Returns its units. */
  server(payload: Uint8Array): number {
    this.#bytesToServers += payload.length;
    if (isPing(payload)) return 0;
    this.#toServers++;
    return this.#bill(payload);
  }

  #bill({ length }: Uint8Array): number {
    const units = Math.ceil(length / UNIT_BYTES);
    this.#units += units;
    return units;
  }

  get reading(): MeterReading {
    return {
      toClients: this.#toClients,
      toServers: this.#toServers,
      billedUnits: this.#units,
      bytesToClients: this.#bytesToClients,
      bytesToServers: this.#bytesToServers,
    };
  }
}
