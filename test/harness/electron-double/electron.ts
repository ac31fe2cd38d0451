/** The double, under the names by which main imports Electron. A name that is missing here fails the app's start, loudly. */
// biome-ignore-all lint/performance/noBarrelFile: stands for a package, which is what a barrel is
export { app } from './app.ts';
export { dialog } from './dialog.ts';
export { ipcMain } from './ipc-main.ts';
export { Menu } from './menu.ts';
export { protocol, session } from './session.ts';
export { clipboard, nativeTheme, powerMonitor, screen, shell } from './system.ts';
export { nativeImage, Tray } from './tray.ts';
export { utilityProcess } from './utility-process.ts';
export { BrowserWindow } from './windows.ts';
