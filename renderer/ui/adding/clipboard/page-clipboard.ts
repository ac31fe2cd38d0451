import type { Pasted } from '../../../files/clipboard/pasted.ts';

/** The clipboard outside of a clipboard event. Browsers may ask the person, and have it only on pages with HTTPS. */
type PageWindow = Pick<Window, 'navigator' | 'document'>;

/** False when the browser did not allow it. Without the clipboard's interface the page's own copy event writes. */
export async function writeForms({ navigator, document }: PageWindow, { html, text }: Pasted): Promise<boolean> {
  const blob = (form: string, type: string): Blob => new Blob([form], { type });
  try {
    const item = new ClipboardItem({ 'text/html': blob(html, 'text/html'), 'text/plain': blob(text, 'text/plain') });
    await navigator.clipboard.write([item]);
    return true;
  } catch {
    return document.execCommand('copy');
  }
}

/** False when the browser did not allow it. */
export async function writePicture({ defaultView }: Document, png: Uint8Array): Promise<boolean> {
  try {
    await defaultView?.navigator.clipboard.write([
      new ClipboardItem({ 'image/png': new Blob([png.slice()], { type: 'image/png' }) }),
    ]);
    return defaultView !== null;
  } catch {
    return false;
  }
}

interface ReadForms {
  readonly pasted: Pasted;
  /** Pictures. */
  readonly files: readonly File[];
}

/** Chromium leaves out attributes that it does not know, and with them our elements, unless it is asked not to. */
interface ReadsWhole {
  read(formats: { readonly unsanitized: readonly string[] }): Promise<ClipboardItems>;
}

/** Undefined when the browser did not allow it. */
export async function readForms({ navigator }: Pick<PageWindow, 'navigator'>): Promise<ReadForms | undefined> {
  try {
    const clipboard: ReadsWhole = navigator.clipboard;
    const items = await clipboard.read({ unsanitized: ['text/html'] });
    const files: File[] = [];
    const forms = { html: '', text: '' };
    for (const item of items) {
      for (const type of item.types) {
        const blob = await item.getType(type);
        if (type === 'text/html') forms.html ||= await blob.text();
        else if (type === 'text/plain') forms.text ||= await blob.text();
        else if (type.startsWith('image/')) files.push(new File([blob], `picture.${type.slice(6)}`, { type }));
      }
    }
    return { pasted: forms, files };
  } catch {
    return undefined;
  }
}
