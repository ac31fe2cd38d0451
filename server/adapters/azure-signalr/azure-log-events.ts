/**
 * Names of the log events of the adapter for Azure SignalR Service. docs/log-events.md explains each. Fields carry ids, numbers
 * and reasons; never keys or tokens.
 */
export const AzureLogEvent = {
  connectionOpened: 'azure.connection_opened',
  connectionFailed: 'azure.connection_failed',
  connectionLost: 'azure.connection_lost',
  notAuthorised: 'azure.not_authorised',
  clockWrong: 'azure.clock_wrong',
  clockCorrected: 'azure.clock_corrected',
  online: 'azure.online',
  offline: 'azure.offline',
  serviceError: 'azure.service_error',
  serviceEvent: 'azure.service_event',
  instanceGone: 'azure.instance_gone',
  frameSkipped: 'azure.frame_skipped',
  sendFailed: 'azure.send_failed',
  ackLate: 'azure.ack_late',
  clientTooFast: 'azure.client_too_fast',
  refusedCrowded: 'azure.refused_crowded',
  mirrorOpened: 'azure.mirror_opened',
  mirrorLost: 'azure.mirror_lost',
  mirrorStays: 'azure.mirror_stays',
  movingBack: 'azure.moving_back',
  movedBack: 'azure.moved_back',
  negotiateFailed: 'azure.negotiate_failed',
} as const;
