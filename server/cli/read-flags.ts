import { type ParseArgsConfig, parseArgs } from 'node:util';
import { reasonOf } from '../../core/base/reason-of.ts';
import { ok, type Result } from '../../core/base/result.ts';

/** What each flag takes, by its name. */
export type FlagOptions = NonNullable<ParseArgsConfig['options']>;

interface Reading<Options extends FlagOptions> {
  readonly args: string[];
  readonly options: Options;
  readonly allowPositionals: true;
  readonly strict: true;
}

/** The flags of a command line, and its words that are no flags. */
export type Flags<Options extends FlagOptions> = ReturnType<typeof parseArgs<Reading<Options>>>;

/** Put before an id that begins with a dash, which `parseArgs` would take for a flag. No shell passes it. */
const MARK = '\0';

/** Ids of rooms and clients may begin with a dash. A flag of one dash has one letter, and a room's id that is made here 22. */
const isDashedId = (arg: string, options: FlagOptions): boolean =>
  /^-[\w-]{7,}$/.test(arg) && (!arg.startsWith('--') || (arg.length === 22 && options[arg.slice(2)] === undefined));

const unmarked = (value: unknown): unknown => (typeof value === 'string' && value.startsWith(MARK) ? value.slice(1) : value);

/** Reads a command line. A flag that `options` does not name is an error. The error is a sentence for the operator. */
export function readFlags<const Options extends FlagOptions>(
  args: readonly string[],
  options: Options,
): Result<Flags<Options>, string> {
  const marked = args.map((arg) => (isDashedId(arg, options) ? MARK + arg : arg));
  try {
    const flags = parseArgs<Reading<Options>>({ args: marked, options, allowPositionals: true, strict: true });
    for (const [name, value] of Object.entries(flags.values))
      Object.assign(flags.values, { [name]: Array.isArray(value) ? value.map(unmarked) : unmarked(value) });
    Object.assign(flags.positionals, flags.positionals.map(unmarked));
    return ok(flags);
  } catch (error) {
    return { ok: false, error: reasonOf(error).replaceAll(MARK, '') };
  }
}
