import { type Disposable, DisposableStore } from '../../../../core/base/disposable.ts';
import { listen } from '../../listen.ts';
import type { BoardTexts } from './board-texts.ts';
import { cssFont } from './fonts.ts';

/** Any size in pixels works, because a font has one file for all sizes. */
const ASKED_AT = 16;

/** Loads the fonts of texts when they are first used, and reports when one has loaded. Texts are then drawn again. */
export function watchFonts(fonts: FontFaceSet, texts: BoardTexts, arrived: () => void): Disposable {
  const owned = new DisposableStore();
  owned.add(
    texts.onUsed(({ text, font }) => {
      const css = cssFont(font, ASKED_AT);
      if (fonts.check(css, text)) return;
      // Without the file the text stays in the fallback font.
      fonts.load(css, text).catch(() => undefined);
    }),
  );
  const done = (): void => {
    texts.fontsChanged();
    arrived();
  };
  owned.add(listen(fonts, 'loadingdone', done));
  return owned;
}
