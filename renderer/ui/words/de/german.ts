import type { Translation } from '../../../../core/base/language.ts';
import { german as about } from './about-words.ts';
import { german as arranging } from './board/arranging-words.ts';
import { german as copy } from './board/copy-words.ts';
import { german as drawing } from './board/drawing-words.ts';
import { german as eraser } from './board/eraser-words.ts';
import { german as fileQuestion } from './board/file-question-words.ts';
import { german as file } from './board/file-words.ts';
import { german as finding } from './board/finding-words.ts';
import { german as listing } from './board/listing-words.ts';
import { german as penTest } from './board/pen-test-words.ts';
import { german as pen } from './board/pen-words.ts';
import { german as picture } from './board/picture-words.ts';
import { german as refusedFile } from './board/refused-file-words.ts';
import { german as style } from './board/style-words.ts';
import { german as text } from './board/text-words.ts';
import { german as boards } from './boards-words.ts';
import { german as chrome } from './chrome-words.ts';
import { german as command } from './command-words.ts';
import { german as dialog } from './dialog-words.ts';
import { german as fileNames } from './file-names.ts';
import { german as help } from './help-words.ts';
import { german as chat } from './meeting/chat-words.ts';
import { german as replay } from './meeting/replay-words.ts';
import { german as together } from './meeting/together-words.ts';
import { german as whoDrew } from './meeting/who-drew-words.ts';
import { german as menu } from './menu-words.ts';
import { german as news } from './news-words.ts';
import { german as outside } from './outside-words.ts';
import { german as friendlyName } from './people/friendly-name.ts';
import { german as password } from './people/password-words.ts';
import { german as people } from './people/people-words.ts';
import { german as rights } from './people/rights-words.ts';
import { german as signIn } from './people/sign-in-words.ts';
import { german as refusals } from './refusals.ts';
import { german as roomTitle } from './room-title.ts';
import { german as link } from './sharing/link-words.ts';
import { german as nearby } from './sharing/nearby-words.ts';
import { german as share } from './sharing/share-words.ts';
import { german as key } from './shortcuts/key-words.ts';
import { german as ended } from './status/ended-words.ts';
import { german as keep } from './status/keep-words.ts';
import { german as lostCopy } from './status/lost-copy-words.ts';
import { german as pill } from './status/pill-words.ts';
import { german as reach } from './status/reach-words.ts';
import { german as statusTable } from './status/status-table.ts';
import { german as time } from './time-words.ts';
import { german as trace } from './trace-words.ts';
import { german as update } from './update-words.ts';

/** All German words: one line for each file of this folder. */
export const GERMAN: readonly Translation[] = [
  ...about,
  ...arranging,
  ...copy,
  ...drawing,
  ...eraser,
  ...file,
  ...fileQuestion,
  ...finding,
  ...penTest,
  ...listing,
  ...pen,
  ...picture,
  ...refusedFile,
  ...style,
  ...text,
  ...boards,
  ...chrome,
  ...command,
  ...dialog,
  ...fileNames,
  ...friendlyName,
  ...help,
  ...key,
  ...link,
  ...menu,
  ...nearby,
  ...news,
  ...outside,
  ...people,
  ...refusals,
  ...password,
  ...replay,
  ...whoDrew,
  ...chat,
  ...together,
  ...rights,
  ...roomTitle,
  ...trace,
  ...share,
  ...ended,
  ...keep,
  ...lostCopy,
  ...reach,
  ...signIn,
  ...pill,
  ...statusTable,
  ...time,
  ...update,
];
