/** docs/log-events.md explains each. */
export const SignInLogEvent = { done: 'sign_in.done', notAllowed: 'sign_in.not_allowed', failed: 'sign_in.failed' } as const;
