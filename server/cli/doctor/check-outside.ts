import { resolve } from 'node:path';
import { reasonOf, reasonOfRequest } from '../../../core/base/reason-of.ts';
import { isReadByOthers, readIfThere } from '../../adapters/key-files/key-files.ts';
import type { Config } from '../config.ts';
import type { Fetch } from './check-services.ts';
import { bad, type Finding, good, note } from './finding.ts';

/** What other systems need: keys of the API and its fonts, webhooks, a collector of traces. */
export async function checkOutside(config: Config, fetch: Fetch): Promise<readonly Finding[]> {
  const { apiKeys, fonts, webhooks, webhooksToPrivate, otlp } = config;
  const found = await Promise.all([
    apiKeys === undefined ? [] : checkApiKeys(resolve(apiKeys)),
    fonts === undefined ? [] : checkFonts(resolve(fonts)),
    webhooks === undefined ? [] : checkWebhooks(resolve(webhooks), webhooksToPrivate),
    otlp === undefined ? [] : checkCollector(otlp, fetch),
  ]);
  return found.flat();
}

async function checkApiKeys(file: string): Promise<readonly Finding[]> {
  const { readKeyList } = await import('../../adapters/api-keys/key-list.ts');
  try {
    const text = await readIfThere(file);
    if (text === undefined) return [good('API', `${file} will be made`)];
    const { length } = readKeyList(text);
    const found =
      length === 0 ? note('API', 'there are no keys yet', 'make one with inkroom api-key make') : good('API', `keys: ${length}`);
    const open = note('API', 'other users of this machine can read the hashes of the keys', `chmod go= ${file}`);
    return (await isReadByOthers(file)) ? [found, open] : [found];
  } catch (error) {
    return [
      bad('API', `${file} cannot be used: ${reasonOf(error)}`, 'put a backup in its place, or make a new file and new keys'),
    ];
  }
}

async function checkFonts(folder: string): Promise<readonly Finding[]> {
  const { operatorFonts } = await import('../../adapters/resvg/operator-fonts.ts');
  try {
    return [good('fonts', `files: ${(await operatorFonts(folder)).length}`)];
  } catch (error) {
    return [bad('fonts', reasonOf(error), 'name another folder with --fonts, or leave it out')];
  }
}

async function checkWebhooks(file: string, toPrivate: boolean): Promise<readonly Finding[]> {
  const { parseWebhooksFile } = await import('../../adapters/webhooks/webhooks-file.ts');
  try {
    const text = await readIfThere(file);
    if (text === undefined) throw new Error('it is not there');
    return [good('webhooks', `targets: ${parseWebhooksFile(text, toPrivate).length}`)];
  } catch (error) {
    return [bad('webhooks', `${file} cannot be used: ${reasonOf(error)}`, 'mend the file, or leave --webhooks out')];
  }
}

/** Its answer to a question that is none shows that it is there. */
async function checkCollector(url: string, fetch: Fetch): Promise<readonly Finding[]> {
  try {
    await fetch(url);
    return [good('traces', `${url} answers`)];
  } catch (error) {
    return [note('traces', `${url} does not answer: ${reasonOfRequest(error)}`, 'start the collector: the hub works without it')];
  }
}
