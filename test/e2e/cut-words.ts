import type { Page } from 'playwright/test';

/**
 * The shown words of the chrome that are wider than their place or leave their panel, so that their end is cut off or lies over what is next
 * to it; and the icons that words next to them have squeezed.
 */
export function cutWords(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const cut: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>('.chrome *')) {
      const words = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
      // What only screen readers and tooltips say has no place of its own.
      if (words.length === 0 || element.closest('.visually-hidden, .tip, [hidden]') || !element.checkVisibility()) continue;
      const range = document.createRange();
      range.selectNodeContents(element);
      const [place, text] = [element.getBoundingClientRect(), range.getBoundingClientRect()];
      const panel = element.closest('.popover, .dialog')?.getBoundingClientRect();
      if (panel && place.right > panel.right + 1) cut.push(`${element.textContent} leaves its panel`);
      // One pixel for rounding. An inline element is as wide as its words.
      if (text.width <= place.width + 1 || getComputedStyle(element).display === 'inline') continue;
      cut.push(`${element.textContent} (${Math.round(text.width)} in ${Math.round(place.width)} pixels)`);
    }
    for (const select of document.querySelectorAll<HTMLSelectElement>('.chrome select')) {
      const { width } = select.getBoundingClientRect();
      const whole = document.body.appendChild(select.cloneNode(true) as HTMLSelectElement);
      whole.style.cssText = `width: auto; font: ${getComputedStyle(select).font}`;
      const wanted = whole.getBoundingClientRect().width;
      whole.remove();
      if (width > 0 && width < wanted - 1)
        cut.push(`the choices of ${select.ariaLabel} (${Math.round(wanted)} in ${Math.round(width)} pixels)`);
    }
    for (const icon of document.querySelectorAll('.chrome svg[width]')) {
      const [wanted, { width }] = [Number(icon.getAttribute('width')), icon.getBoundingClientRect()];
      if (width > 0 && width < wanted - 1)
        cut.push(`an icon of ${icon.parentElement?.textContent} (${wanted} in ${Math.round(width)} pixels)`);
    }
    return cut;
  });
}
