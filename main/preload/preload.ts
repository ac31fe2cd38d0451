import { contextBridge, ipcRenderer } from 'electron';
import { disposable } from '../../core/base/disposable.ts';
import {
  SHELL_CHANNELS,
  SHELL_GLOBAL,
  type Shell,
  type ShellApi,
  type ShellEvent,
} from '../../core/contract/desktop/shell-contract.ts';

/**
 * The renderer's access to main: one function for each method of the contract and one listener, nothing else. The renderer cannot
 * name a channel, send a message of its own or reach Electron.
 */
function call<Method extends keyof ShellApi>(method: Method): ShellApi[Method] {
  // The result has the contract's type: both ends are from one build, and main checks the arguments.
  return ((...args: unknown[]) => ipcRenderer.invoke(SHELL_CHANNELS.call, method, ...args)) as ShellApi[Method];
}

const shell = {
  capabilities: call('capabilities'),
  startLink: call('startLink'),
  isAsked: call('isAsked'),
  openBoardFile: call('openBoardFile'),
  saveBoardFile: call('saveBoardFile'),
  exportPicture: call('exportPicture'),
  copyText: call('copyText'),
  openExternal: call('openExternal'),
  setLanguage: call('setLanguage'),
  setMenu: call('setMenu'),
  setTitle: call('setTitle'),
  claimVault: call('claimVault'),
  writeVault: call('writeVault'),
  releaseVault: call('releaseVault'),
  listBoards: call('listBoards'),
  readBoard: call('readBoard'),
  writeBoard: call('writeBoard'),
  forgetBoard: call('forgetBoard'),
  forgetBoards: call('forgetBoards'),
  hostedHere: call('hostedHere'),
  keepBoardsHere: call('keepBoardsHere'),
  setCloseQuestion: call('setCloseQuestion'),
  openBoard: call('openBoard'),
  closeWindow: call('closeWindow'),
  hosting: call('hosting'),
  startHosting: call('startHosting'),
  stopHosting: call('stopHosting'),
  hostKey: call('hostKey'),
  advertise: call('advertise'),
  nearby: call('nearby'),
  updates: call('updates'),
  askForUpdates: call('askForUpdates'),
  restartToUpdate: call('restartToUpdate'),
  onEvent(listener) {
    const hear = (_event: unknown, event: ShellEvent): void => listener(event);
    ipcRenderer.on(SHELL_CHANNELS.event, hear);
    // Only now, so that no event comes before there is a listener.
    void ipcRenderer.invoke(SHELL_CHANNELS.listen);
    return disposable(() => ipcRenderer.off(SHELL_CHANNELS.event, hear));
  },
} satisfies Shell;

contextBridge.exposeInMainWorld(SHELL_GLOBAL, shell);
