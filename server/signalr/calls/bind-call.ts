import type { HubMethod } from '../hub.ts';
import { type HubProtocol, type InvocationMessage, MessageType } from '../hub-protocol/hub-protocol.ts';
import { errorTexts } from './error-texts.ts';
import type { MethodTable } from './method-table.ts';

export type BoundCall =
  | { readonly kind: 'bound'; readonly method: HubMethod; readonly args: readonly unknown[] }
  /** The error text for the caller. */
  | { readonly kind: 'refused'; readonly error: string };

const refused = (error: string): BoundCall => ({ kind: 'refused', error });

/** Finds the method of a message and binds its arguments. The order of the checks is that of ASP.NET (reference 7.3). */
export function bindCall(
  message: InvocationMessage,
  protocol: HubProtocol,
  methods: MethodTable,
  detailedErrors: boolean,
): BoundCall {
  const { target } = message;
  const method = methods.find(target);
  if (method === undefined) return refused(errorTexts.unknownMethod(target));
  if (method.mostBytes !== undefined && message.bytes > method.mostBytes) {
    return refused(errorTexts.unbindable(target, errorTexts.tooLong(message.bytes, method.mostBytes), detailedErrors));
  }
  const args = protocol.decodeArguments(message.args);
  if (args === undefined) return refused(errorTexts.unbindable(target, errorTexts.wrongTypes, detailedErrors));
  if (method.parameters !== undefined && method.parameters !== args.length) {
    return refused(errorTexts.unbindable(target, errorTexts.wrongCount(args.length, method.parameters), detailedErrors));
  }
  const isStream = message.type === MessageType.streamInvocation;
  if (isStream && method.kind !== 'stream') return refused(errorTexts.notAStream(target));
  if (!isStream && method.kind === 'stream') return refused(errorTexts.isAStream(target));
  const { uploads = 0 } = method;
  if (message.streamIds.length !== uploads) return refused(errorTexts.uploads(target, message.streamIds.length, uploads));
  return { kind: 'bound', method, args };
}
