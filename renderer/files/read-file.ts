import { fail, ok, type Refusal, type Result } from '../../core/base/result.ts';
import { hasSceneInSvg, sceneInNote, sceneInPng, sceneInSvg } from './excalidraw/embedded-scene.ts';
import { gatherLibrary } from './excalidraw/read-library.ts';
import { gatherScene } from './excalidraw/read-scene.ts';
import { type FileForm, formOf } from './file-form.ts';
import { FILE_LIMITS } from './file-limits.ts';
import type { Gathering } from './gathering.ts';
import type { Reading } from './new-element.ts';
import { isPng } from './packed/png-text.ts';
import { asRecord, parseJson } from './raw.ts';
import { gatherOwnSvg } from './svg/own-svg.ts';
import { gatherSvg } from './svg/read-svg.ts';
import { gatherTldraw } from './tldraw/read-tldraw.ts';

/** Reads a file of another app. Never throws: an unreadable file gives a code, and what cannot be kept is counted. */
export async function readFile(name: string, bytes: Uint8Array): Promise<Result<Reading, Refusal>> {
  if (bytes.length > FILE_LIMITS.bytes) return fail('file.too_large');
  const form = formOf(name);
  const gathered = form === undefined ? fail('file.unknown') : await gather(form, bytes);
  if (!gathered.ok) return gathered;
  const reading = gathered.value.reading();
  return reading.elements.length === 0 && reading.losses.size === 0 ? fail('file.empty') : ok(reading);
}

async function gather(form: FileForm, bytes: Uint8Array): Promise<Result<Gathering, Refusal>> {
  if (form === 'excalidrawPng') {
    // A file with a wrong ending.
    if (!isPng(bytes)) return fail('file.unreadable', form);
    const scene = await sceneInPng(bytes);
    return scene === undefined ? fail('file.no_scene') : orUnreadable(gatherScene(scene), form);
  }
  const text = new TextDecoder().decode(bytes);
  switch (form) {
    case 'excalidraw':
      return orUnreadable(gatherScene(parseJson(text)), form);
    case 'excalidrawLibrary':
      return orUnreadable(gatherLibrary(parseJson(text)), form);
    case 'obsidian': {
      const scene = sceneInNote(text);
      return scene === undefined ? fail('file.no_scene') : orUnreadable(gatherScene(scene), form);
    }
    case 'tldraw':
      return gatherTldraw(parseJson(text));
    case 'json': {
      const json = parseJson(text);
      if (asRecord(json)?.type !== undefined) return orUnreadable(gatherScene(json) ?? gatherLibrary(json), form);
      return gatherTldraw(json);
    }
    case 'svg': {
      // The embedded drawing is better than its picture.
      const own = gatherOwnSvg(text);
      if (own !== undefined) return ok(own);
      const scene = hasSceneInSvg(text) ? await sceneInSvg(text) : undefined;
      return orUnreadable((scene === undefined ? undefined : gatherScene(scene)) ?? gatherSvg(text), form);
    }
  }
}

function orUnreadable(gathering: Gathering | undefined, form: FileForm): Result<Gathering, Refusal> {
  return gathering ? ok(gathering) : fail('file.unreadable', form);
}
