/**
 * Names of the log events of the adapter for Azure SignalR Service. docs/operating.md explains each. Fields carry ids, numbers
 * and reasons; never keys or tokens.
 */
export const AzureLogEvent = {
  lineOpened: 'azure.line_opened',
  lineFailed: 'azure.line_failed',
  lineLost: 'azure.line_lost',
  notAuthorised: 'azure.not_authorised',
  clockOff: 'azure.clock_off',
  clockRight: 'azure.clock_right',
  online: 'azure.online',
  offline: 'azure.offline',
  serviceError: 'azure.service_error',
  serviceEvent: 'azure.service_event',
  instanceGone: 'azure.instance_gone',
  frameSkipped: 'azure.frame_skipped',
  notSent: 'azure.not_sent',
  ackLate: 'azure.ack_late',
  clientTooFast: 'azure.client_too_fast',
  refusedCrowded: 'azure.refused_crowded',
  mirrorOpened: 'azure.mirror_opened',
  mirrorLost: 'azure.mirror_lost',
  negotiateFailed: 'azure.negotiate_failed',
} as const;
