import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import type { ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import { newServerId } from '@inkroom/azure-signalr/service-urls';
import type { Clock } from '@inkroom/signalr/host';
import { onTestFinished } from 'vitest';
import { hubBehindService, type ServiceHub } from '../../../../server/adapters/azure-signalr/hub-behind-service.ts';
import { nodeClock, nodeRandom } from '../../../../server/process/node-host.ts';
import { type Behind, behindOptions } from '../../../azure-signalr/service-rig.ts';
import { eventually } from '../../../support/eventually.ts';
import { DIFFERENCES, type Due } from './differences.ts';
import { judgeHub } from './judge-hub.ts';
import { messagesIn, plainForm } from './plain-form.ts';
import type { Entry, Situation } from './recording.ts';
import { type ScriptedService, type ServiceEnd, scriptedService } from './scripted-service.ts';

/** Our application server, connected to a scripted service. */
export interface Judged {
  readonly hub: ServiceHub;
  /** Its server connections, in the order of their coming. */
  ends(): readonly ServiceEnd[];
}

export async function scene(clock: Clock = nodeClock): Promise<ScriptedService> {
  const service = await scriptedService(() => clock.mono());
  onTestFinished(() => service.stop());
  return service;
}

/** An application server as the recorded ones, by the letter of its recording. */
export async function judged(service: ScriptedService, letter: string, over: Behind = {}): Promise<Judged> {
  const serverId = newServerId('vm', nodeRandom);
  const hub: ServiceHub = hubBehindService({
    ...behindOptions(service.connectionString, { hubName: 'JudgeHub', serverId, ...over }),
    hub: judgeHub(letter, () => hub),
  });
  onTestFinished(async () => {
    // A service that is told to be silent answers no goodbye.
    for (const end of service.ends) end.drop();
    await hub.shutdown();
  });
  const ends = (): ServiceEnd[] => service.ends.filter((end) => end.serverId === serverId);
  await eventually(() => {
    if (hub.lines < 5) throw new Error('not connected');
  });
  return { hub, ends };
}

interface Step {
  readonly said: { readonly conn: string; readonly message: ServiceMessage | undefined; readonly raw: Buffer }[];
  readonly due: { readonly conn: string; readonly message: ServiceMessage }[];
}

/** Alternating: what the service said, and what the SDK said then. */
export function stepsOf(entries: readonly Entry[]): Step[] {
  const steps: Step[] = [];
  for (const { conn, dir, hex } of entries) {
    if (conn === undefined || hex === undefined) continue;
    const raw = Buffer.from(hex, 'hex');
    const [message] = messagesIn(raw);
    let step = steps.at(-1);
    if (step === undefined || (dir === 'service-to-app' && step.due.length > 0)) {
      step = { said: [], due: [] };
      steps.push(step);
    }
    if (dir === 'service-to-app') step.said.push({ conn, message, raw });
    else if (message !== undefined) step.due.push({ conn, message });
  }
  return steps;
}

/** Replays the service's side, and gives for every step what was due and what came. */
export class Replay {
  readonly #service: ScriptedService;
  readonly #servers: Map<string, Judged>;
  readonly #ends = new Map<string, ServiceEnd>();
  /** Ids of acks and questions: the recorded one -> ours. */
  readonly #acks = new Map<number, number>();
  readonly #questions = new Map<string, string>();
  #seen = 0;
  #echoes = 0;

  /** `servers` that are there already, by letter; others are started when they are named. */
  constructor(service: ScriptedService, servers: ReadonlyMap<string, Judged> = new Map()) {
    this.#service = service;
    this.#servers = new Map(servers);
  }

  /** Of an application server that a server connection was named of. */
  hubOf(letter: string): ServiceHub {
    const server = this.#servers.get(letter);
    if (server === undefined) throw new Error(`no server ${letter}`);
    return server.hub;
  }

  /** `conn` names a server connection as the recording does. */
  async end(conn: string): Promise<ServiceEnd> {
    const known = this.#ends.get(conn);
    if (known !== undefined) return known;
    const letter = conn[0] ?? '';
    const server = this.#servers.get(letter) ?? (await judged(this.#service, letter));
    this.#servers.set(letter, server);
    const taken = new Set(this.#ends.values());
    const free = server.ends().find((end) => !taken.has(end));
    if (free === undefined) throw new Error(`no server connection is left for ${conn}`);
    this.#ends.set(conn, free);
    return free;
  }

  /** Opens the connections that the recording takes for granted. */
  async openKnown(steps: readonly Step[]): Promise<void> {
    const open = new Set<string>();
    for (const { said, due } of steps) for (const { conn } of [...said, ...due]) await this.end(conn);
    for (const { said, due } of steps) {
      for (const { conn, message } of [...said, ...due]) {
        if (message?.type === T.openConnection) open.add(message.connectionId);
        if (message?.type !== T.connectionData && message?.type !== T.closeConnection) continue;
        if (open.has(message.connectionId)) continue;
        open.add(message.connectionId);
        const payload = message.type === T.connectionData ? message.payload : Buffer.from([0x1e]);
        await this.openClient(conn, message.connectionId, payload.at(-1) === 0x1e ? 'json' : 'messagepack');
      }
    }
    await this.#settle();
    this.#seen = this.#service.log.length;
  }

  async openClient(conn: string, connectionId: string, protocol: 'json' | 'messagepack'): Promise<void> {
    const end = await this.end(conn);
    const handshake = Buffer.from(`{"protocol":"${protocol}","version":1}\u001e`);
    end.send(
      {
        type: T.openConnection,
        connectionId,
        claims: [],
        headers: new Map([['Asrs-Instance-Id', ['standin-1']]]),
        queryString: '',
        extensions: { protocol },
      },
      { type: T.connectionData, connectionId, payload: handshake, extensions: {} },
    );
    await eventually(() => {
      const isOpen = end.got.some((one) => one.type === T.connectionData && one.connectionId === connectionId);
      if (!isOpen) throw new Error('no answer to the handshake');
    });
    this.#seen = this.#service.log.length;
  }

  /** Says what the service said, waits for as much as is due, and for a while in which nothing more comes. */
  async play(step: Step, change: (due: readonly Due[]) => readonly Due[]): Promise<{ due: string[]; came: string[] }> {
    for (const { conn, message, raw } of step.said) {
      const end = await this.end(conn);
      if (message === undefined) end.sendRaw(raw);
      else end.send(this.#translated(message));
    }
    const recorded: Due[] = step.due.map(({ conn, message }) => ({ conn, type: message.type, plain: plainForm(message) }));
    const due = change(recorded);
    for (const { conn } of due) await this.end(conn);
    await eventually(() => {
      if (this.#service.log.length - this.#seen < due.length)
        throw new Error(
          `came: ${this.#came()
            .map(({ message }) => plainForm(message))
            .join('\n')}`,
        );
    }).catch(() => undefined);
    await this.#settle();
    const came = this.#came();
    this.#seen = this.#service.log.length;
    this.#pair(step, came);
    return {
      due: due.map(({ conn, plain }) => `${conn} ${plain}`),
      came: came.map(({ end, message }) => `${this.#nameOf(end)} ${plainForm(message)}`),
    };
  }

  #came(): { readonly end: ServiceEnd; readonly message: ServiceMessage }[] {
    return this.#service.log.slice(this.#seen).filter(({ message }) => !isBarrier(message));
  }

  /** What was sent before an echo is there when the echo is back. */
  async #settle(): Promise<void> {
    const id = `barrier-${++this.#echoes}`;
    const ends = [...this.#ends.values()].filter(({ closed }) => closed === undefined);
    for (const end of ends) end.send({ type: T.ping, messages: ['echo', id] });
    await eventually(() => {
      for (const end of ends) {
        const isBack = end.got.some((one) => one.type === T.ping && one.messages[1] === id);
        if (!isBack) throw new Error('no echo');
      }
    });
  }

  #nameOf(end: ServiceEnd): string {
    for (const [conn, one] of this.#ends) if (one === end) return conn;
    return 'another one';
  }

  #pair({ due }: Step, came: readonly { readonly message: ServiceMessage }[]): void {
    for (const type of [T.joinGroupWithAck, T.leaveGroupWithAck] as const) {
      const ours = came.flatMap(({ message }) => (message.type === type ? [message.ackId] : []));
      const theirs = due.flatMap(({ message }) => (message.type === type ? [message.ackId] : []));
      for (const [i, id] of theirs.entries()) this.#acks.set(id, ours[i] ?? id);
    }
    const ours = came.flatMap(({ message }) => (message.type === T.clientInvocation ? [message.invocationId] : []));
    const theirs = due.flatMap(({ message }) => (message.type === T.clientInvocation ? [message.invocationId] : []));
    for (const [i, id] of theirs.entries()) this.#questions.set(id, ours[i] ?? id);
  }

  #translated(message: ServiceMessage): ServiceMessage {
    if (message.type === T.ack) return { ...message, ackId: this.#acks.get(message.ackId) ?? message.ackId };
    if (message.type === T.connectionData) return { ...message, payload: this.#renamed(message.payload) };
    if (!('invocationId' in message)) return message;
    const invocationId = this.#questions.get(message.invocationId) ?? message.invocationId;
    return message.type === T.clientCompletion
      ? { ...message, invocationId, payload: this.#renamed(message.payload) }
      : { ...message, invocationId };
  }

  /** Questions in the bytes of a client's answer; the ids are equally long, unless the count is. */
  #renamed(payload: Uint8Array): Uint8Array {
    let text = Buffer.from(payload).toString('latin1');
    for (const [theirs, ours] of this.#questions) {
      if (theirs.length === ours.length || payload.at(-1) === 0x1e) text = text.replaceAll(theirs, ours);
    }
    return Buffer.from(text, 'latin1');
  }
}

function isBarrier(message: ServiceMessage): boolean {
  return message.type === T.ping && message.messages[1]?.startsWith('barrier-') === true;
}

/** The rows for a situation, as one change; afterwards `used` says which of them have changed something. */
export function differencesOf({ id }: Situation): { change: (due: readonly Due[]) => readonly Due[]; unused: () => string[] } {
  const rows = DIFFERENCES.filter(({ situations }) => situations.includes(id));
  const used = new Set<string>();
  return {
    change: (due) =>
      rows.reduce((before, row) => {
        const after = row.change(before);
        if (JSON.stringify(after) !== JSON.stringify(before)) used.add(row.reason);
        return after;
      }, due),
    unused: () => rows.filter(({ reason }) => !used.has(reason)).map(({ reason }) => reason),
  };
}
