import { PROPS } from '../../../core/board/kinds.ts';
import { ChosenStyles, STYLE_FAMILIES, type StyleFamily } from '../../engine/style/chosen-styles.ts';
import { STYLE_NAMES, type Style, type StyleName } from '../../engine/style/style.ts';
import type { SettingsStorage } from './settings-storage.ts';

const KEY = 'inkroom.styles';

/**
 * Colours, widths and other styles that were chosen last on this device: after a reload, and in the next room, a person goes on with
 * them. Windows that are open together keep their own.
 */
export function keptStyles(storage: SettingsStorage | undefined): ChosenStyles {
  return new ChosenStyles({
    earlier: readStyles(storage),
    onChoice(styles) {
      try {
        storage?.setItem(KEY, JSON.stringify(styles));
      } catch {
        // Full or forbidden: the styles last as long as the window.
      }
    },
  });
}

/** Parses what is stored, value by value. An unreadable one gets its default. */
function readStyles(storage: SettingsStorage | undefined): Partial<Record<StyleFamily, Partial<Style>>> {
  const stored = readObject(storage);
  const styles: Partial<Record<StyleFamily, Partial<Style>>> = {};
  for (const family of STYLE_FAMILIES) {
    const values: Partial<Record<StyleName, number>> = {};
    for (const name of STYLE_NAMES) {
      const value = fieldOf(fieldOf(stored, family), name);
      if (typeof value === 'number' && PROPS[name].accepts(value)) values[name] = value;
    }
    styles[family] = values;
  }
  return styles;
}

function fieldOf(raw: unknown, name: string): unknown {
  return typeof raw === 'object' && raw !== null ? Reflect.get(raw, name) : undefined;
}

function readObject(storage: SettingsStorage | undefined): unknown {
  try {
    return JSON.parse(storage?.getItem(KEY) ?? 'null');
  } catch {
    return undefined;
  }
}
