import interCyrillic from '@fontsource/inter/files/inter-cyrillic-400-normal.woff';
import interCyrillicMedium from '@fontsource/inter/files/inter-cyrillic-500-normal.woff';
import interGreek from '@fontsource/inter/files/inter-greek-400-normal.woff';
import interGreekMedium from '@fontsource/inter/files/inter-greek-500-normal.woff';
import interLatin from '@fontsource/inter/files/inter-latin-400-normal.woff';
import interLatinMedium from '@fontsource/inter/files/inter-latin-500-normal.woff';
import interLatinExt from '@fontsource/inter/files/inter-latin-ext-400-normal.woff';
import interLatinExtMedium from '@fontsource/inter/files/inter-latin-ext-500-normal.woff';
import monoCyrillic from '@fontsource/jetbrains-mono/files/jetbrains-mono-cyrillic-400-normal.woff';
import monoGreek from '@fontsource/jetbrains-mono/files/jetbrains-mono-greek-400-normal.woff';
import monoLatin from '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff';
import monoLatinExt from '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-ext-400-normal.woff';
import handCyrillic from '@fontsource/shantell-sans/files/shantell-sans-cyrillic-400-normal.woff';
import handLatin from '@fontsource/shantell-sans/files/shantell-sans-latin-400-normal.woff';
import handLatinExt from '@fontsource/shantell-sans/files/shantell-sans-latin-ext-400-normal.woff';
import { CYRILLIC, GREEK, holderOf, LATIN, LATIN_EXT } from '../../files/fonts/characters.ts';
import { unpackWoff } from '../../files/fonts/unpack-woff.ts';

/** One file of one weight. A PDF needs plain outlines: neither WOFF2 nor a file of all weights gives them. */
interface PdfFontFile {
  readonly family: string;
  readonly weight: string;
  readonly address: string;
  readonly characters: string;
}

const FILES: readonly PdfFontFile[] = [
  { family: 'Inter Variable', weight: '400', address: interLatin, characters: LATIN },
  { family: 'Inter Variable', weight: '400', address: interLatinExt, characters: LATIN_EXT },
  { family: 'Inter Variable', weight: '400', address: interGreek, characters: GREEK },
  { family: 'Inter Variable', weight: '400', address: interCyrillic, characters: CYRILLIC },
  { family: 'Inter Variable', weight: '500', address: interLatinMedium, characters: LATIN },
  { family: 'Inter Variable', weight: '500', address: interLatinExtMedium, characters: LATIN_EXT },
  { family: 'Inter Variable', weight: '500', address: interGreekMedium, characters: GREEK },
  { family: 'Inter Variable', weight: '500', address: interCyrillicMedium, characters: CYRILLIC },
  { family: 'Shantell Sans', weight: '400', address: handLatin, characters: LATIN },
  { family: 'Shantell Sans', weight: '400', address: handLatinExt, characters: LATIN_EXT },
  { family: 'Shantell Sans', weight: '400', address: handCyrillic, characters: CYRILLIC },
  { family: 'JetBrains Mono', weight: '400', address: monoLatin, characters: LATIN },
  { family: 'JetBrains Mono', weight: '400', address: monoLatinExt, characters: LATIN_EXT },
  { family: 'JetBrains Mono', weight: '400', address: monoGreek, characters: GREEK },
  { family: 'JetBrains Mono', weight: '400', address: monoCyrillic, characters: CYRILLIC },
];

const USUAL_WEIGHT = '400';

/** The files of the first of `families` that hold one of `characters`. A file that is not served is left out. */
export async function readPdfFonts(
  families: string,
  weight: string,
  characters: ReadonlySet<string>,
): Promise<readonly Uint8Array[]> {
  const text = [...characters].join('');
  const wanted = FILES.filter(
    (file) =>
      families.startsWith(`"${file.family}"`) &&
      file.weight === (weight === '' ? USUAL_WEIGHT : weight) &&
      holderOf(file.characters)(text),
  );
  const files = await Promise.all(wanted.map(({ address }) => readFile(address).catch(() => undefined)));
  return files.filter((file) => file !== undefined);
}

async function readFile(address: string): Promise<Uint8Array> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the font was not served: ${answer.status}`);
  return unpackWoff(new Uint8Array(await answer.arrayBuffer()));
}
