import { appendFileSync } from 'node:fs';
import { openTcpLine, type TcpLine } from '../harness/tcp-line.ts';
import { type HubProcess, startInkroom } from '../hub/hub-process.ts';
import type { Fault } from './verdict.ts';

const KEY = 'chaos-key-of-no-worth-chaos-key-of-no-worth';

/** The emulator as a process that is killed and started again. Who comes by a line of its own finds it at the same address. */
export class ServiceLives {
  readonly #logFile: string;
  readonly #lines: TcpLine[] = [];
  readonly faults: Fault[] = [];
  #process: HubProcess | undefined;
  #port = 0;

  constructor(logFile: string) {
    this.#logFile = logFile;
  }

  async start(): Promise<void> {
    const service = startInkroom(['emulator', '--port', '0', '--access-key', KEY, '--any-audience']);
    const endWithUs = (): boolean => service.child.kill('SIGKILL');
    process.once('exit', endWithUs);
    this.#process = service;
    void service.exit.then((code) => {
      process.off('exit', endWithUs);
      if (this.#process === service) this.#fault(`the emulator ended by itself (${code})`);
      appendFileSync(this.#logFile, `--- ended with ${code}\n${service.output()}${service.errors()}`);
    });
    this.#port = await listeningPort(service);
    for (const line of this.#lines) line.aim(this.#port);
  }

  async openLine(): Promise<TcpLine> {
    const line = await openTcpLine(this.#port);
    this.#lines.push(line);
    return line;
  }

  connectionString(line: TcpLine): string {
    return `Endpoint=${line.server};AccessKey=${KEY};Version=1.0;`;
  }

  /** Orders a trouble at its control desk. */
  async order(address: string): Promise<void> {
    const response = await fetch(`http://127.0.0.1:${this.#port}/emulator/chaos/${address}`, { method: 'POST' });
    if (!response.ok) throw new Error(`the control desk answers ${response.status} to ${address}`);
    appendFileSync(this.#logFile, `${new Date().toISOString()} ${address} ${await response.text()}\n`);
  }

  async kill(): Promise<void> {
    const service = this.#process;
    this.#process = undefined;
    service?.child.kill('SIGKILL');
    await service?.exit;
  }

  #fault(text: string): void {
    this.faults.push({ kind: 'broken', text });
  }
}

/** Rejects with its own words when it ends before. */
function listeningPort(service: HubProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    service.child.stdout?.on('data', () => {
      const port = /^Listening: http:\/\/127\.0\.0\.1:(\d+)$/m.exec(service.output())?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    void service.exit.then(() => reject(new Error(`the emulator does not listen: ${service.errors()}`)));
  });
}
