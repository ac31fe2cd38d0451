/** Every sentence of the page. */
export const WORDS = {
  connecting: 'Connecting …',
  connected: 'Connected. New announcements appear here.',
  again: 'The connection broke. Connecting again …',
  closed: 'Not connected. Load the page again to get new announcements.',
  refused: 'The board could not be reached. Load the page again in a minute.',
  unfollowed: 'This topic could not be changed. Try again.',
  nameless: 'Announcement',
  stopFollowing: (topic: string): string => `Stop following ${topic}`,
} as const;
