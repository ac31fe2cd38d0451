export const WebhookLogEvent = {
  /** The target did not take a report, and gets no more attempts: target, report, tries, reason. */
  failed: 'webhook.failed',
  /** So many reports wait that the oldest was dropped. */
  dropped: 'webhook.dropped',
} as const;
