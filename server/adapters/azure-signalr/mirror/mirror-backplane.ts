import type { Clock, Disposable, Log, Random } from '@inkroom/signalr/host';
import { Backoff, spreadMs } from '../../../../core/base/backoff.ts';
import { reasonOf } from '../../../../core/base/reason-of.ts';
import type { InstanceId, RoomId } from '../../../../core/board/ids.ts';
import { parseRoomId } from '../../../../core/board/ids.ts';
import { ClientMethod } from '../../../../core/contract/hub-contract.ts';
import { FRAME_ROOM } from '../../../../core/room/frame.ts';
import type { Backplane, PeerLink, PeerListener } from '../../../ports/backplane.ts';
import { type ClientTransport, roomGroup } from '../../../ports/client-transport.ts';
import { AzureLogEvent } from '../azure-log-events.ts';
import type { EndpointAccess } from '../endpoints/endpoint-link.ts';
import type { ServiceReach } from '../endpoints/service-reach.ts';
import { fractionOf } from '../service-connections/redial-wait.ts';
import { type Mirror, openMirror } from './mirror-connection.ts';

/** SignalR target of peer messages. No client is in a group that receives it. */
const PEER_MESSAGE_TARGET = 'i';
/** Groups of mirrors: one for all, and one for each. No room's group begins with this. */
const ALL_GROUP = 'instances';
const groupOf = (instance: InstanceId): string => `instance:${instance}`;
/** Delivery time of a peer message: to the service, and from there over another connection. Both may be busy. */
const DELIVERY_MS = 1_000;
/** Pauses before the mirror is opened again. */
const REOPENINGS = { firstMs: 250, longestMs: 10_000 };
/** After a failed move to a primary service the mirror stays where it is for this long, milliseconds. */
const STAY_MS = 10_000;
/** Groups that are joined at a time when the mirror returns. */
const JOINS_AT_ONCE = 64;

export interface MirrorBackplaneOptions {
  /** Its group sends reach the mirrors of all instances, at whichever endpoint they are. */
  readonly transport: ClientTransport;
  readonly reach: ServiceReach;
  readonly hubKey: string;
  readonly serverId: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

type State =
  | { readonly is: 'opening' }
  | { readonly is: 'open'; readonly mirror: Mirror; readonly place: EndpointAccess }
  | { readonly is: 'waiting'; readonly timer: Disposable }
  | { readonly is: 'over' };

/**
 * Instances behind the same services hear each other through mirrors. Each instance has an ordinary client of one service, its
 * mirror, and its hub adds the mirror to the groups of the rooms that it serves. Peer messages are group sends, to all services.
 * Only a hub can add a connection to a group, so no client receives peer messages.
 */
export function mirrorBackplane(options: MirrorBackplaneOptions): Backplane {
  return { attach: (instance, listener) => new MirrorLine(options, instance, listener) };
}

class MirrorLine implements PeerLink {
  readonly deliveryMs = DELIVERY_MS;
  readonly #options: MirrorBackplaneOptions;
  readonly #instance: InstanceId;
  readonly #listener: PeerListener;
  readonly #rooms = new Set<RoomId>();
  #state: State = { is: 'opening' };
  readonly #backoff = new Backoff(REOPENINGS);
  /** Mirrors that were lost or not opened: the next one is opened at the next endpoint. */
  #losses = 0;
  /** `clock.mono()` before which the mirror does not move. */
  #staysUntil = 0;

  constructor(options: MirrorBackplaneOptions, instance: InstanceId, listener: PeerListener) {
    this.#options = options;
    this.#instance = instance;
    this.#listener = listener;
    options.reach.onOnline(() => this.#serviceIsBack());
    options.reach.onSettled(() => void this.#moveBack());
    void this.#open();
  }

  /** Clients can come from now on, but the hub hears nothing until its mirror is connected too. */
  #serviceIsBack(): void {
    this.#backoff.reset();
    if (this.#state.is !== 'over') this.#listener.regained?.();
    if (this.#state.is !== 'waiting') return;
    this.#state.timer.dispose();
    void this.#open();
  }

  async #open(): Promise<void> {
    this.#state = { is: 'opening' };
    let mirror: Mirror | undefined;
    let loss: string | undefined;
    try {
      const place = this.#options.reach.placeFor(this.#losses);
      mirror = await this.#connect(place, {
        isHeard: () => true,
        lost: (reason) => {
          loss = reason;
          this.#onLost(reason);
        },
      });
      if (loss !== undefined) throw new Error(loss);
      if (this.#state.is !== 'opening') {
        mirror.dispose();
        return;
      }
      this.#backoff.reset();
      await this.#heardThrough(mirror, place);
    } catch (error) {
      mirror?.dispose();
      this.#again(reasonOf(error));
    }
  }

  /** [CLS-6] From a secondary service to a primary one. The old mirror is heard until the new one is in all groups. */
  async #moveBack(): Promise<void> {
    const { reach, clock, log } = this.#options;
    const place = reach.placeFor(0);
    if (this.#state.is !== 'open' || this.#state.place.role === 'primary' || place.role !== 'primary') return;
    if (clock.mono() < this.#staysUntil) return;
    this.#staysUntil = clock.mono() + STAY_MS;
    const { mirror: old } = this.#state;
    let mirror: Mirror | undefined;
    let loss: string | undefined;
    const isHeard = (): boolean => mirror !== undefined && this.#isOpen(mirror);
    try {
      mirror = await this.#connect(place, {
        isHeard,
        lost: (reason) => {
          loss = reason;
          if (isHeard()) this.#onLost(reason);
        },
      });
      if (loss !== undefined) throw new Error(loss);
      if (!this.#isOpen(old)) {
        mirror.dispose();
        return;
      }
      old.dispose();
      await this.#heardThrough(mirror, place);
    } catch (error) {
      mirror?.dispose();
      if (isHeard()) this.#again(reasonOf(error));
      else if (this.#isOpen(old)) log.warn(AzureLogEvent.mirrorStays, { reason: reasonOf(error) });
    }
  }

  /** Opens a mirror that is in all groups. */
  async #connect(
    { endpoint, keys }: EndpointAccess,
    { isHeard, lost }: { readonly isHeard: () => boolean; readonly lost: (reason: string) => void },
  ): Promise<Mirror> {
    const { transport } = this.#options;
    const mirror = await openMirror({
      ...this.#options,
      endpoint,
      keys,
      userId: this.#instance,
      invoked: (target, args) => {
        if (isHeard()) this.#onInvoked(target, args);
      },
      lost,
    });
    try {
      for (const group of [ALL_GROUP, groupOf(this.#instance)]) await transport.addToGroup(mirror.connectionId, group);
      const rooms = [...this.#rooms];
      while (rooms.length > 0) {
        await Promise.all(
          rooms.splice(0, JOINS_AT_ONCE).map((room) => transport.addToGroup(mirror.connectionId, roomGroup(room))),
        );
      }
      return mirror;
    } catch (error) {
      mirror.dispose();
      throw error;
    }
  }

  async #heardThrough(mirror: Mirror, place: EndpointAccess): Promise<void> {
    const { log, transport } = this.#options;
    this.#state = { is: 'open', mirror, place };
    // Rooms that were joined meanwhile.
    await Promise.all([...this.#rooms].map((room) => transport.addToGroup(mirror.connectionId, roomGroup(room))));
    if (!this.#isOpen(mirror)) return;
    log.info(AzureLogEvent.mirrorOpened, { endpoint: place.name });
    this.#listener.hearing('on');
  }

  #isOpen(mirror: Mirror): boolean {
    return this.#state.is === 'open' && this.#state.mirror === mirror;
  }

  #onLost(reason: string): void {
    // While the mirror is being opened, the opening code handles this.
    if (this.#state.is === 'open') this.#again(reason);
  }

  #again(reason: string): void {
    const { is } = this.#state;
    if (is === 'over' || is === 'waiting') return;
    const { clock, random, log } = this.#options;
    this.#losses++;
    log.warn(AzureLogEvent.mirrorLost, { reason });
    const waitMs = spreadMs(this.#backoff.next(), fractionOf(random));
    this.#state = { is: 'waiting', timer: clock.after(waitMs, () => void this.#open()) };
    // Before, and while it is away, nothing was heard either.
    if (is === 'open') this.#listener.hearing('off');
  }

  #onInvoked(target: string, args: readonly unknown[]): void {
    if (this.#state.is === 'over') return;
    if (target === PEER_MESSAGE_TARGET) {
      // A message to all reaches the sender's own mirror too.
      if (args[0] instanceof Uint8Array && args[1] !== this.#instance) this.#listener.message(args[0]);
    } else if (target === ClientMethod.frame) {
      const [frame] = args;
      if (!Array.isArray(frame)) return;
      const room = parseRoomId(frame[FRAME_ROOM]);
      if (room.ok && this.#rooms.has(room.value)) this.#listener.frame(room.value, frame);
    }
  }

  async join(room: RoomId): Promise<void> {
    this.#rooms.add(room);
    if (this.#state.is !== 'open') throw new Error('the mirror is not connected');
    await this.#options.transport.addToGroup(this.#state.mirror.connectionId, roomGroup(room));
  }

  leave(room: RoomId): void {
    if (!this.#rooms.delete(room) || this.#state.is !== 'open') return;
    void this.#options.transport.removeFromGroup(this.#state.mirror.connectionId, roomGroup(room));
  }

  send(message: Uint8Array, to?: InstanceId): void {
    if (this.#state.is !== 'over')
      this.#options.transport.sendToGroup(to === undefined ? ALL_GROUP : groupOf(to), PEER_MESSAGE_TARGET, [
        message,
        this.#instance,
      ]);
  }

  /** The other mirrors receive what is sent to the room's group. */
  publish(): void {}

  dispose(): void {
    const state = this.#state;
    this.#state = { is: 'over' };
    if (state.is === 'open') state.mirror.dispose();
    else if (state.is === 'waiting') state.timer.dispose();
  }
}
