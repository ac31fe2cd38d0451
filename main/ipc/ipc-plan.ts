import { SHELL_METHODS, type ShellApi } from '../../core/contract/desktop/shell-contract.ts';
import { isAppUrl } from '../guards/app-address.ts';
import { shellArguments } from './shell-arguments.ts';

/** The sender of a message: which window, whether from its main frame, and whether it shows the app's own page. */
export interface Sender {
  readonly isOurWindow: boolean;
  readonly isMainFrame: boolean;
  readonly url: string;
}

export type IpcRefusal = 'shell.sender' | 'shell.unknown_method' | 'shell.bad_arguments';

/** A call with parsed arguments. For each method a function of its name on a `ShellApi`. */
export type CallPlan =
  | { readonly kind: 'call'; readonly method: keyof ShellApi; readonly on: (shell: ShellApi) => Promise<unknown> }
  | { readonly kind: 'refuse'; readonly code: IpcRefusal };

export function isTrusted(sender: Sender): boolean {
  return sender.isOurWindow && sender.isMainFrame && isAppUrl(sender.url);
}

/** Decides about one message, in this order: sender, method, arguments. */
export function planCall(sender: Sender, method: unknown, args: readonly unknown[]): CallPlan {
  if (!isTrusted(sender)) return { kind: 'refuse', code: 'shell.sender' };
  if (!isShellMethod(method)) return { kind: 'refuse', code: 'shell.unknown_method' };
  return planMethod(method, args);
}

function isShellMethod(raw: unknown): raw is keyof ShellApi {
  // Own names only: `constructor` and the like exist on every object.
  return typeof raw === 'string' && Object.hasOwn(SHELL_METHODS, raw);
}

function planMethod<Method extends keyof ShellApi>(method: Method, args: readonly unknown[]): CallPlan {
  const parsed = shellArguments(method, args);
  if (!parsed) return { kind: 'refuse', code: 'shell.bad_arguments' };
  return {
    kind: 'call',
    method,
    on: (shell) => (shell[method] as (...given: Parameters<ShellApi[Method]>) => Promise<unknown>)(...parsed),
  };
}
