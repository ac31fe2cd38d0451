import { ArgumentError, HubError } from '../hub.ts';
import { BoundError } from '../hub-protocol/hub-protocol.ts';

/** The error texts for failed calls: those of ASP.NET Core, which applications match (reference 7.3). */

/** The visible details of an error: always those of a `HubError` or a bound; those of other errors only with detailed errors. */
function details(error: unknown, detailed: boolean): string {
  if (error instanceof BoundError) return ` ${error.code}: ${error.message}`;
  if (error instanceof HubError) return ` ${error.name}: ${error.message}`;
  return detailed && error instanceof Error ? ` ${error.name}: ${error.message}` : '';
}

/** An expected refusal with a reason for the client. The method has not failed. */
export const isMeantForClient = (error: unknown): boolean => error instanceof HubError || error instanceof ArgumentError;

export const errorTexts = {
  methodFailed: (target: string, error: unknown, detailed: boolean): string =>
    error instanceof ArgumentError
      ? errorTexts.unbindable(target, error.message, detailed)
      : `An unexpected error occurred invoking '${target}' on the server.${details(error, detailed)}`,
  streamFailed: (error: unknown, detailed: boolean): string =>
    `An error occurred on the server while streaming results.${details(error, detailed)}`,
  unknownMethod: (target: string): string =>
    `Failed to invoke '${target}' due to an error on the server. HubException: Method does not exist.`,
  unbindable: (target: string, why: string, detailed: boolean): string =>
    `Failed to invoke '${target}' due to an error on the server.${detailed ? ` InvalidDataException: ${why}` : ''}`,
  wrongCount: (given: number, expected: number): string =>
    `Invocation provides ${given} argument(s) but target expects ${expected}.`,
  tooLong: (given: number, most: number): string => `Invocation has ${given} bytes but target accepts ${most}.`,
  wrongTypes:
    'Error binding arguments. Make sure that the types of the provided values match the types of the hub method being invoked.',
  notAStream: (target: string): string =>
    `The client attempted to invoke the non-streaming '${target}' method with a streaming invocation.`,
  isAStream: (target: string): string =>
    `The client attempted to invoke the streaming '${target}' method with a non-streaming invocation.`,
  uploads: (target: string, given: number, expected: number): string =>
    `An unexpected error occurred invoking '${target}' on the server. HubException: Client sent ${given} stream(s), Hub method expects ${expected}.`,
  streamIdInUse: (id: string): string => `Stream ID '${id}' is already in use.`,
  /** Shown as the text of a `HubError`. */
  badItem: 'Failed to bind Stream message.',
  /** The recorded server sends this for an answer without a result. */
  noResult: "Exception of type 'Microsoft.AspNetCore.SignalR.HubException' was thrown.",
  noSuchConnection: (id: string): string => `Connection '${id}' does not exist.`,
  noConnection: 'The connection has ended.',
  idInUse: (id: string): string => `Invocation ID '${id}' is already in use.`,
  tooManyStreams: (target: string): string =>
    `Failed to invoke '${target}' due to an error on the server. HubException: Too many streams are running.`,
  notEncodable: 'An unexpected error occurred on the server: its result cannot be sent.',
  closed: (error: unknown, detailed: boolean): string => `Connection closed with an error.${details(error, detailed)}`,
} as const;

/** The client was silent for too long. */
export class SilentClientError extends Error {
  override readonly name = 'OperationCanceledException';
  override readonly message = "Client hasn't sent a message/ping within the configured ClientTimeoutInterval.";
}
