import { EventEmitter } from 'node:events';
import { beforeEach, expect, test, vi } from 'vitest';
import { type QuitQuestionOptions, quitQuestion } from '../../../../main/hosting/quit-question.ts';

const electron = vi.hoisted(() => ({ quits: [] as ((event: { preventDefault(): void }) => void)[], asked: 0, answer: 0 }));
vi.mock('electron', () => ({
  app: { on: (_name: 'before-quit', run: (event: { preventDefault(): void }) => void) => electron.quits.push(run) },
  dialog: {
    showMessageBoxSync() {
      electron.asked++;
      return electron.answer;
    },
  },
}));

/** The question's buttons. */
const [STAY, KEEP, END] = [0, 1, 2];

class Window extends EventEmitter {
  isOpen = true;
  /** True when it has closed. A page may want to stay. */
  close(): boolean {
    let isPrevented = false;
    this.emit('close', {
      preventDefault: () => {
        isPrevented = true;
      },
    });
    if (isPrevented) return false;
    this.isOpen = false;
    this.emit('closed');
    return true;
  }
  isDestroyed(): boolean {
    return !this.isOpen;
  }
}

function desk(options: Partial<QuitQuestionOptions> & { readonly guests: number }) {
  const question = quitQuestion({
    company: () => ({ guests: options.guests, unkeptRooms: 1 }),
    isHosting: () => false,
    windowEndsApp: true,
    ...options,
  });
  const window = new Window();
  question.watch(window as never);
  const mayQuit = (): boolean => {
    let isPrevented = false;
    electron.quits.at(-1)?.({
      preventDefault() {
        isPrevented = true;
      },
    });
    return !isPrevented;
  };
  return { question, window, mayQuit };
}

beforeEach(() => {
  electron.asked = 0;
  electron.answer = STAY ?? 0;
});

test('where the last window ends the app, closing it asks while guests are here', () => {
  const { question, window } = desk({ guests: 2 });
  expect([window.close(), electron.asked, question.keepsHosting()]).toEqual([false, 1, false]);
  electron.answer = KEEP ?? 1;
  expect([window.close(), electron.asked, question.keepsHosting()]).toEqual([true, 2, true]);
});

test('where the app outlives its windows, closing the last one asks nothing: the room goes on, and the tray says so', () => {
  const { question, window, mayQuit } = desk({ guests: 2, windowEndsApp: false });
  expect([window.close(), electron.asked, question.keepsHosting()]).toEqual([true, 0, true]);
  // Quitting still asks, because that ends the room.
  expect([mayQuit(), electron.asked]).toEqual([false, 1]);
  electron.answer = END ?? 2;
  expect(mayQuit()).toBe(true);
});

test('there the room of a host goes on for guests who are still to come, and one that nobody can join does not', () => {
  const hosting = desk({ guests: 0, windowEndsApp: false, isHosting: () => true });
  hosting.window.close();
  expect(hosting.question.keepsHosting()).toBe(true);
  const alone = desk({ guests: 0, windowEndsApp: false });
  alone.window.close();
  expect(alone.question.keepsHosting()).toBe(false);
});

test('a page that wants to stay, and a window that is opened again, end the hosting without a window', () => {
  const { question, window } = desk({ guests: 1, windowEndsApp: false });
  window.close();
  question.stayed();
  expect(question.keepsHosting()).toBe(false);
  window.close();
  question.watch(new Window() as never);
  expect(question.keepsHosting()).toBe(false);
});
