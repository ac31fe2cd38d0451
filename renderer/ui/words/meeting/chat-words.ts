import type { PersistenceMode } from '../../../../core/contract/hub-contract.ts';
import { countWords } from '../time-words.ts';

/** Words of the chat. */
export const CHAT = {
  title: 'Meet',
  command: 'Chat and meeting',
  unread: (count: number): string => `Chat and meeting, ${countWords(count, 'new message')}`,
  tab: 'Chat',
  log: 'Messages',
  none: 'No messages yet.',
  field: 'Message',
  placeholder: 'Write a message',
  to: 'To',
  everybody: 'Everybody',
  hosts: 'Hosts only',
  only: (name: string): string => `Only ${name}`,
  send: 'Send',
  you: 'You',
  youTo: (name: string): string => `You to ${name}`,
  toYou: (name: string): string => `${name} to you`,
  toHosts: (name: string): string => `${name} to the hosts`,
  theHosts: 'the hosts',
  remove: 'Remove this message',
  clear: 'Clear the chat',
  clearQuestion: 'Remove all messages for everybody? This cannot be undone.',
  clearYes: 'Remove all',
  no: 'Not now',
  close: 'Close',
  viewer: 'Your link lets you look. You can ask the hosts.',
  inMemory: 'Messages are part of the board: in the server’s memory only.',
  kept: 'Messages are part of the board and kept with it.',
  privately: 'Not kept: only who is here now gets it, and it is gone with this window.',
  tooLong: (left: number): string => countWords(left, 'character too many', 'characters too many'),
  said: (name: string, text: string): string => `${name}: ${text}`,
  manySaid: (count: number): string => countWords(count, 'new message'),
} as const;

/** Where the messages to everybody live: where the board lives. */
export function chatKeptWords(mode: PersistenceMode | undefined): string {
  return mode === undefined || mode === 'none' ? CHAT.inMemory : CHAT.kept;
}
