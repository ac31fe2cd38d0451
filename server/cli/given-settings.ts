import type { Setting } from './settings.ts';

/** A setting as it was given: its text, and the flag or variable that holds it. */
export interface Given {
  readonly text: string;
  readonly from: string;
  /** What follows the name of the variable, for settings of which there may be several: `NAME` or `NAME:ROLE`. */
  readonly key?: string;
}

/** The settings of one command line and its environment; a flag wins. */
export interface GivenSettings {
  /** Undefined: it was not given, and has no default. */
  raw(setting: Setting): Given | undefined;
  /** Each time that it was given: every flag, else the variable and those whose names begin with it and two underscores. */
  all(setting: Setting): readonly Given[];
  /** The parsed value. For a text that `parse` refuses `otherwise`, and one sentence more in `problems`. */
  read<T, F>(setting: Setting, parse: (text: string) => T | undefined, otherwise: F): T | F;
}

/** `flags`: the values by the names of the flags. */
export function givenSettings(
  flags: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>,
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): GivenSettings {
  const raw = (setting: Setting): Given | undefined => {
    const flag = flags[setting.flag];
    const text = Array.isArray(flag) ? flag.join(',') : typeof flag === 'boolean' ? '1' : flag;
    if (text !== undefined) return { text, from: `--${setting.flag}` };
    const variable = env[setting.variable];
    if (variable !== undefined && variable !== '') return { text: variable, from: setting.variable };
    return setting.fallback === undefined ? undefined : { text: setting.fallback, from: `--${setting.flag}` };
  };
  return {
    raw,
    all(setting) {
      const flag = flags[setting.flag];
      if (flag !== undefined) return [flag].flat().map((text) => ({ text: String(text), from: `--${setting.flag}` }));
      const prefix = `${setting.variable}__`;
      return Object.entries(env).flatMap(([from, text = '']) => {
        if (text === '') return [];
        if (from === setting.variable) return [{ text, from }];
        return from.startsWith(prefix) ? [{ text, from, key: from.slice(prefix.length).replace('__', ':') }] : [];
      });
    },
    read(setting, parse, otherwise) {
      const given = raw(setting);
      if (!given) return otherwise;
      const value = parse(given.text);
      if (value !== undefined) return value;
      problems.push(`${given.from} cannot be ${JSON.stringify(given.text.slice(0, 100))}. It takes ${setting.accepts}.`);
      return otherwise;
    },
  };
}
