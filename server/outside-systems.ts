import { resolve } from 'node:path';
import type { FileKeys } from './adapters/api-keys/api-keys.ts';
import type { OtlpExporter } from './adapters/otlp/otlp-exporter.ts';
import type { Webhooks } from './adapters/webhooks/webhooks.ts';
import type { Config } from './cli/config.ts';
import { roomTag } from './hub/room/room-tag.ts';
import type { Rasteriser } from './ports/rasteriser.ts';
import type { Tracing } from './ports/tracing.ts';
import type { ServerHost } from './server-host.ts';
import { productVersion } from './version.ts';

export interface OpenedApi {
  readonly keys: FileKeys;
  readonly rasteriser: Rasteriser;
}

/** What the API needs besides the hub. Loaded only where there is one. */
export async function openApi({ apiKeys, fonts }: Config, { clock, log }: ServerHost): Promise<OpenedApi | undefined> {
  if (apiKeys === undefined) return undefined;
  const { FileKeys } = await import('./adapters/api-keys/api-keys.ts');
  const { resvgRasteriser } = await import('./adapters/resvg/rasteriser.ts');
  const { operatorFonts } = await import('./adapters/resvg/operator-fonts.ts');
  return {
    keys: await FileKeys.open({ file: resolve(apiKeys), clock, log }),
    rasteriser: resvgRasteriser({ clock, fonts: fonts === undefined ? [] : await operatorFonts(resolve(fonts)) }),
  };
}

/** Loaded only where traces are exported. */
export async function openOtlp(
  { otlp, instanceName }: Config,
  { clock, random, log }: ServerHost,
  tracing: Tracing,
): Promise<OtlpExporter | undefined> {
  if (otlp === undefined) return undefined;
  const { OtlpExporter } = await import('./adapters/otlp/otlp-exporter.ts');
  const service = { instance: instanceName, version: productVersion() };
  return new OtlpExporter({ url: otlp, service, tagOf: roomTag, clock, random, log }, tracing);
}

/** Loaded only where the hub reports events. */
export async function openWebhooks(config: Config, { clock, random, log }: ServerHost): Promise<Webhooks | undefined> {
  if (config.webhooks === undefined) return undefined;
  const { openWebhooks: open } = await import('./adapters/webhooks/webhooks.ts');
  return open({ file: resolve(config.webhooks), toPrivate: config.webhooksToPrivate, clock, random, log });
}
