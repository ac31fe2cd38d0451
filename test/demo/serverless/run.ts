import { join } from 'node:path';
import { buildBundles, staleBundles } from '../../../build/build.ts';
import { keepChildren, ROOT } from '../../../build/children.ts';
import { runCheck } from '../check.ts';
import { openBoardApp } from './board-app.ts';
import { checkBoard } from './check-board.ts';

/**
 * `npm run demo:serverless`: an announcement board without a hub. The functions of build/functions run in a local host, behind an emulator
 * of Azure SignalR Service in Serverless mode. Without flags it serves until Ctrl-C; with `--check` it drives a headless browser and two
 * stock clients, prints a line for each step and exits 1 when one fails.
 */
const unknown = process.argv.slice(2).find((flag) => flag !== '--check');
if (unknown !== undefined) {
  console.error(`Unknown argument "${unknown}". It is: --check if you like.`);
  process.exit(2);
}
const isCheck = process.argv.length > 2;
const BUNDLE = join(ROOT, 'dist/functions/main.mjs');

const children = keepChildren();
const stale = staleBundles(['functions', 'functionsPage']);
if (stale.length > 0) {
  console.log(`Building ${stale.join(', ')} …`);
  await buildBundles(stale, 'warn');
}
if (!children.ending.aborted) {
  try {
    const app = await openBoardApp(children, join(ROOT, 'dist/functions/page'));
    if (isCheck) {
      const isPassed = await runCheck(children, (check) => checkBoard(check, app, BUNDLE));
      children.end(isPassed ? 0 : 1);
      // A signal ends with 0 what has been asked to end; not this.
      if (!isPassed) process.exitCode = 1;
    } else {
      console.log(`The board, in as many windows as you like: ${app.api}/board?topics=course-1`);
      console.log(
        `Announce something:\n  curl -X POST '${app.api}/broadcast?code=${app.functionKey}' -d '{"text":"Hello","from":"Office"}'`,
      );
      console.log(`Only to those who follow a topic:\n  … -d '{"text":"Room 7","topic":"course-1"}'`);
      console.log(`The service's messages: ${app.service.tracePage}`);
    }
  } catch (error) {
    if (!children.ending.aborted) console.error(error instanceof Error ? error.message : error);
    children.end(1);
  }
}
