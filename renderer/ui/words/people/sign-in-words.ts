/** What a person reads where the server lets in people of an organisation. */
export const SIGN_IN_WORDS = {
  title: 'Sign in to enter this room',
  inBrowser: 'You come back here when you have signed in.',
  inApp: 'Your browser opens for it, and leads you back to this app.',
  press: 'Sign in',
} as const;
