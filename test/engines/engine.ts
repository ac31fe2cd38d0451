/** What a pointer or a keyboard does, in the words of WebDriver (W3C), which BiDi has taken over. */
export type PointerAction =
  | { readonly type: 'pointerMove'; readonly x: number; readonly y: number; readonly duration?: number }
  | { readonly type: 'pointerDown' | 'pointerUp'; readonly button: 0 };
export type KeyAction = { readonly type: 'keyDown' | 'keyUp'; readonly value: string };

/** A window of a browser, driven from outside as a person would. */
export interface EnginePage {
  goto(url: string): Promise<void>;
  /** The value of a JavaScript expression in the page; a promise is waited for. It must be one that JSON can carry. */
  evaluate(expression: string): Promise<unknown>;
  pointer(actions: readonly PointerAction[]): Promise<void>;
  keys(actions: readonly KeyAction[]): Promise<void>;
  close(): Promise<void>;
}

/** A browser engine that may be on this machine. Nothing is installed for it. */
export interface Engine {
  readonly name: string;
  /** What is missing for it here; undefined: nothing. */
  missing(): string | undefined;
  /** Opens a window of 1280 × 800 with a fresh profile. */
  open(): Promise<EnginePage>;
}
