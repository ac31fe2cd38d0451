export const OtlpLogEvent = {
  /** The collector takes no spans: target, reason. Said once until it takes some again. */
  failed: 'otlp.failed',
  /** The collector takes spans again: how many were dropped. */
  worksAgain: 'otlp.works_again',
} as const;
