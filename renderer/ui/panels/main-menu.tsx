import { Menu } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../chrome/parts/icon-button.tsx';
import { latePanel } from '../late-panel.tsx';
import { CHROME } from '../words/chrome-words.ts';
import type { MenuPanelProps } from './menu-panel.tsx';

const MenuPanel = latePanel(async () => (await import('./menu-panel.tsx')).MenuPanel);

interface MainMenuProps extends MenuPanelProps {
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** The button of the menu, with its panel. */
export function MainMenu({ open, onToggle, ...panel }: MainMenuProps): ReactNode {
  return (
    <div className="anchor">
      <IconButton label={CHROME.menu} icon={Menu} tip="below" expanded={open} onPress={onToggle} />
      {open ? <MenuPanel {...panel} /> : null}
    </div>
  );
}
