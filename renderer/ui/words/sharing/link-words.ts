/** What became of a link that was copied, and of hosting, where the Share panel is not open. */
export const LINK_WORDS = {
  copied: 'Link copied.',
  viewCopied: 'Link to this view copied.',
  notCopied: 'The link could not be copied. Select it and copy it by hand.',
  notSent: 'The link could not be sent. Copy it instead.',
  noNetwork: 'This computer is in no network. Connect it, then open this panel again.',
  stopFailed: 'Inkroom could not stop hosting. Try again.',
} as const;
