import { type Disposable, DisposableStore } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/emitter.ts';
import type { HubCompany } from '../../core/contract/desktop/hub-parent.ts';
import { type InterfaceAddress, type NetworkChoice, networkChoices } from '../../core/contract/desktop/network-choices.ts';
import type { NetworkHosting } from '../../core/contract/desktop/shell-contract.ts';
import type { HubHost } from '../hub/hub-host.ts';
import type { SharedMemory } from './hosting-memory.ts';
import { type HostingEvent, NOT_HOSTING, planResume, stepHosting } from './hosting-plan.ts';

export interface HostControlOptions {
  readonly hub: Pick<HubHost, 'current' | 'tell' | 'onEvent'>;
  /** The host's choice of before, which holds until hosting is stopped. */
  readonly shared: SharedMemory;
  /** This machine's current networks. */
  readonly interfaces: () => Readonly<Record<string, readonly InterfaceAddress[] | undefined>>;
  /** The address from the command line. When set, the only one that is offered. */
  readonly onlyAddress: string | undefined;
  /** True when a hub answers at this server. Never rejects. */
  readonly reaches: (server: string) => Promise<boolean>;
}

/** Hosts for the network, and knows the guests. */
export interface HostControl extends Disposable {
  /** Null while this app runs no hub. */
  read(): NetworkHosting | null;
  company(): HubCompany;
  /** True when the host let the network in before the app was started again: it does so again when the hub runs. */
  resumes(): boolean;
  /** Listens at this address of the machine; null: at the best guess. False: there is none. */
  start(address: string | null): boolean;
  /** Disconnects the guests and listens for this machine only. */
  stop(): void;
  /** Checks the address again, because networks come and go. */
  lookAgain(): void;
  onChange(listener: () => void): Disposable;
}

const NOBODY: HubCompany = { guests: 0, unkeptRooms: 0 };

export function hostControl({ hub, shared, interfaces, onlyAddress, reaches }: HostControlOptions): HostControl {
  const changes = new Emitter<void>();
  const owned = new DisposableStore();
  let plan = NOT_HOSTING;
  let company = NOBODY;

  const choices = (): readonly NetworkChoice[] =>
    onlyAddress === undefined ? networkChoices(interfaces()) : [{ address: onlyAddress, name: 'chosen', kind: 'network' }];

  function happened(event: HostingEvent): void {
    const step = stepHosting(plan, event, portOf(hub.current()));
    plan = step.plan;
    for (const message of step.tell) hub.tell(message);
    const { probe, remember } = step;
    if (remember !== undefined) shared.write(remember ?? undefined);
    if (probe !== undefined) void reaches(probe).then((reached) => happened({ kind: 'probed', server: probe, reached }));
    changes.emit();
  }

  /** Hosts again as before the restart, or where the network is back. */
  function resume(): void {
    if (hub.current() === undefined) return;
    const offered = choices().map(({ address }) => address);
    const event = planResume(shared.read(), plan.state, offered);
    if (event !== undefined) happened(event);
  }

  owned.add(
    hub.onEvent((event) => {
      switch (event.kind) {
        case 'company':
          company = { guests: event.guests, unkeptRooms: event.unkeptRooms };
          changes.emit();
          return;
        case 'ready':
          happened({ kind: 'hubReady' });
          resume();
          return;
        case 'gone':
          company = NOBODY;
          happened({ kind: 'hubGone' });
          return;
        case 'doorOpen':
        case 'doorFailed':
          happened(event);
          return;
        default:
      }
    }),
  );

  return {
    read() {
      const server = hub.current();
      return server === undefined ? null : { hub: server, choices: choices(), state: plan.state, guests: company.guests };
    },
    company: () => company,
    start(address) {
      const offered = choices();
      // Only an offered address: a page cannot make the hub listen elsewhere.
      const chosen = address === null ? offered[0] : offered.find((one) => one.address === address);
      if (chosen === undefined || hub.current() === undefined) return false;
      happened({ kind: 'asked', address: chosen.address });
      return true;
    },
    stop: () => happened({ kind: 'stopped' }),
    resumes: () => shared.read() !== undefined,
    lookAgain() {
      happened({ kind: 'lookAgain' });
      resume();
    },
    onChange: (listener) => changes.on(listener),
    dispose: () => owned.dispose(),
  };
}

function portOf(server: string | undefined): number {
  return server === undefined ? 0 : Number(new URL(server).port);
}
