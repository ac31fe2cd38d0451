import { type ComponentType, createContext, type ReactNode, use, useEffect, useState } from 'react';
import { type LoadedWhen, lateModule } from './late-module.ts';

/** What a panel tells that could not be loaded. */
export const PanelFailed = createContext<() => void>(() => {});

/**
 * A panel whose code is no part of the first page: it is loaded when the panel is first shown. Until then `Waiting` stands in for it, or
 * nothing. Not `React.lazy`, which keeps a panel back for 300 ms after its code has come, and never asks again for code that did not come.
 */
export function latePanel<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  when: LoadedWhen = 'later',
  Waiting?: ComponentType<Props>,
): ComponentType<Props> {
  let panel: ComponentType<Props> | undefined;
  const loadOnce = lateModule(async () => {
    panel = await load();
    return panel;
  }, when);

  return function LatePanel(props: Props): ReactNode {
    const [Panel, show] = useState(() => panel);
    const failed = use(PanelFailed);
    useEffect(() => {
      if (Panel) return;
      let isShown = true;
      loadOnce().then(
        (loaded) => isShown && show(() => loaded),
        () => isShown && failed(),
      );
      return () => {
        isShown = false;
      };
    }, [Panel, failed]);
    if (Panel) return <Panel {...props} />;
    return Waiting ? <Waiting {...props} /> : null;
  };
}
