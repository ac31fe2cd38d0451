import { nodeClock } from '@inkroom/signalr/node-host';
import type { Children } from '../../../build/children.ts';
import { boardFunctions } from '../../../build/functions/functions.ts';
import { readBoardFiles } from '../../../build/functions/handlers/board.ts';
import { openFunctionHost } from '../../../build/functions/local/function-host.ts';
import { CONNECTION_SETTING, readSettings } from '../../../build/functions/settings.ts';
import { openService, type Service } from '../service.ts';

/** Opens nothing but this host. */
const FUNCTION_KEY = 'demo';

/** The announcement board without a hub: the functions, and the emulator of the service in Serverless mode. */
export interface BoardApp {
  readonly service: Service;
  /** Where the functions are, without a slash at its end. */
  readonly api: string;
  readonly functionKey: string;
}

/** In this process. The functions end after the service, so that it can tell them who has gone. */
export async function openBoardApp(children: Children, pageFolder: string): Promise<BoardApp> {
  const note = (...parts: unknown[]): void => console.error(...parts);
  // The origin of no page: the demo's own page comes from the functions themselves.
  const host = await openFunctionHost({
    functionKey: FUNCTION_KEY,
    allowedOrigins: [],
    log: { info: note, warn: note, error: note },
  });
  const urlTemplate = `${host.url}/api/upstream/{category}/{event}?code=${FUNCTION_KEY}`;
  const service = await openService(children, { serverless: { upstream: [{ urlTemplate }] } });
  const settings = readSettings({ [CONNECTION_SETTING]: service.connectionString });
  host.serve(boardFunctions({ settings, files: readBoardFiles(pageFolder), fetch, clock: nodeClock }));
  void children.gone.then(() => host.stop());
  return { service, api: `${host.url}/api`, functionKey: FUNCTION_KEY };
}
