import { type Disposable, DisposableStore, disposable } from '../../../../core/base/disposable.ts';
import type { BoardTexts } from './board-texts.ts';
import { cssFont } from './fonts.ts';

/** Pixels: which one does not matter, a font has one file for all sizes. */
const ASKED_AT = 16;

/** Fetches the fonts of texts when they are first set, and says when one has arrived: then texts are drawn anew. */
export function watchFonts(fonts: FontFaceSet, texts: BoardTexts, arrived: () => void): Disposable {
  const owned = new DisposableStore();
  owned.add(
    texts.onUsed(({ text, font }) => {
      const css = cssFont(font, ASKED_AT);
      if (fonts.check(css, text)) return;
      // Without the file the text stays in the font that stands in for it.
      fonts.load(css, text).catch(() => undefined);
    }),
  );
  const done = (): void => {
    texts.fontsChanged();
    arrived();
  };
  fonts.addEventListener('loadingdone', done);
  owned.add(disposable(() => fonts.removeEventListener('loadingdone', done)));
  return owned;
}
