import { execFile } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type HubProcess, startHub } from '../harness/hub.ts';
import type { Fault } from './verdict.ts';

/** Megabytes that a hub with one room of a few thousand strokes may take: far more than it needs, far less than a leak takes. */
const HUB_LIMIT_MB = 500;

export interface HubLivesOptions {
  /** As faults call it. */
  readonly name: string;
  /** Flags of `inkroom serve`, the same in every life. */
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Error lines that belong to what is done to the hub. */
  readonly mayLog?: RegExp;
  /** A new life, on another port: one that is free again may be taken by then. */
  readonly born: (port: number) => void;
  /** Up and answering, or not. */
  readonly wayIs: (isUp: boolean) => void;
}

/** A hub that is killed, ended and frozen by order and started again; what it does without an order is a fault. */
export class HubLives {
  readonly #options: HubLivesOptions;
  readonly faults: Fault[] = [];
  #hub: HubProcess | undefined;
  #turn: Promise<void> = Promise.resolve();
  lives = 0;
  peakMb = 0;
  /** The slowest end after SIGTERM, milliseconds. */
  slowestEndMs = 0;

  constructor(options: HubLivesOptions) {
    this.#options = options;
  }

  get port(): number {
    if (!this.#hub) throw new Error('there is no hub');
    return this.#hub.port;
  }

  async start(): Promise<void> {
    const { flags, env, born, wayIs } = this.#options;
    const hub = await startHub({ flags, env });
    this.#hub = hub;
    this.lives++;
    hub.child.once('exit', (code, signal) => {
      if (this.#hub === hub) this.#fault(`ended by itself (${code ?? signal})`);
    });
    born(hub.port);
    wayIs(true);
  }

  /** Ends the hub and starts it again when it has been gone for `awayMs`. One after the other. */
  restart(how: 'kill' | 'stop', awayMs: number): Promise<void> {
    return this.#inTurn(async () => {
      await this.#end(how);
      await pause(awayMs);
      await this.start();
    });
  }

  freeze(forMs: number): Promise<void> {
    return this.#inTurn(async () => {
      this.#options.wayIs(false);
      this.#hub?.child.kill('SIGSTOP');
      await pause(forMs);
      this.#hub?.child.kill('SIGCONT');
      this.#options.wayIs(true);
    });
  }

  /** For good. */
  close(): Promise<void> {
    return this.#inTurn(() => this.#end('stop'));
  }

  /** Looks how much memory it takes. */
  async weigh(): Promise<void> {
    const pid = this.#hub?.child.pid;
    if (pid === undefined || process.platform === 'win32') return;
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
    const mb = Math.round(Number(stdout.trim()) / 1_024);
    if (mb > HUB_LIMIT_MB && this.peakMb <= HUB_LIMIT_MB) this.#fault(`takes ${mb} MB`);
    this.peakMb = Math.max(this.peakMb, mb);
  }

  async #end(how: 'kill' | 'stop'): Promise<void> {
    const hub = this.#hub;
    if (!hub) return;
    this.#hub = undefined;
    // One that is told to end goes on sending until it has: from here on it may be silent.
    this.#options.wayIs(false);
    const began = performance.now();
    if (how === 'kill') await hub.kill();
    else {
      const code = await hub.stop();
      this.slowestEndMs = Math.max(this.slowestEndMs, Math.round(performance.now() - began));
      if (code !== 0) this.#fault(`ended with ${code} after SIGTERM`);
    }
    appendFileSync(this.#options.logFile, `--- life ${this.lives}, ${how}\n${hub.log()}`);
    for (const line of hub.log().split('\n')) {
      if (this.#options.mayLog?.test(line) === true) continue;
      if (/^\S+ error /.test(line) || /^\s+at .*:\d+:\d+\)?$/.test(line)) this.#fault(`log: ${line}`);
    }
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(act).catch((error: unknown) => this.#fault(`${String(error)}`));
    return this.#turn;
  }

  #fault(text: string): void {
    this.faults.push({ kind: 'broken', text: `${this.#options.name}: ${text}` });
  }
}
