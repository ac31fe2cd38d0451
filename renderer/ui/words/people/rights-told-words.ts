/** What people are told about their rights where no panel is open. The words of the panels load with them. */
export const RIGHTS_TOLD = {
  empty: 'Nothing is drawn here yet.',
  nowHost: 'You are a host here now.',
  noHost: 'You are no longer a host here.',
  nowPen: 'You have the pen now.',
  noOnce: 'This server makes no links for one person.',
} as const;
