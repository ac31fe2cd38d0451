export const ApiKeyLogEvent = {
  keysMade: 'api.keys_made',
  keysRead: 'api.keys_read',
  keysUnreadable: 'api.keys_unreadable',
  keysOpenToOthers: 'api.keys_open_to_others',
} as const;
