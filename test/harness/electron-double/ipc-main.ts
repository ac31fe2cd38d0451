import { answerTo } from './launcher-channel.ts';
import { windowById } from './windows.ts';

type Handler = (event: unknown, ...args: unknown[]) => unknown;
const handlers = new Map<string, Handler>();

/** Double of `ipcMain`: one handler per channel, as Electron requires. */
export const ipcMain = {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, handler);
  },
  removeHandler(channel: string): void {
    handlers.delete(channel);
  },
};

answerTo('invoke', async ({ window, frameUrl, isMainFrame, channel, args }) => {
  const handler = handlers.get(channel);
  if (!handler) throw new Error(`No handler registered for '${channel}'`);
  const sender = windowById(window).webContents;
  if (isMainFrame) sender.mainFrame.url = frameUrl;
  const senderFrame = isMainFrame ? sender.mainFrame : { url: frameUrl, parent: sender.mainFrame };
  return await handler({ sender, senderFrame, type: 'frame' }, ...args);
});
