/** One instruction of a Dockerfile, with its lines joined. */
export interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** The stages of a Dockerfile, each from its `FROM` on. */
export function stagesOf(text: string): readonly (readonly Instruction[])[] {
  const joined = text.replace(/^\s*#.*\n/gm, '').replace(/\\\n\s*/g, ' ');
  const stages: Instruction[][] = [];
  for (const line of joined.split('\n').filter((one) => one.trim() !== '')) {
    const [, word = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line.trim()) ?? [];
    if (word === 'FROM') stages.push([]);
    const stage = stages.at(-1);
    if (stage === undefined || word === '') throw new Error(`this is no instruction: ${line}`);
    stage.push({ word, rest });
  }
  return stages;
}

/** The variables that a stage sets. Values are plain words here. */
export function variablesOf(stage: readonly Instruction[]): Readonly<Record<string, string>> {
  const pairs = stage.filter(({ word }) => word === 'ENV').flatMap(({ rest }) => rest.split(/\s+/));
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

/** The words of the last `ENTRYPOINT`, `CMD` or `HEALTHCHECK … CMD`, which have the form of JSON. */
export function wordsOf(stage: readonly Instruction[], word: 'ENTRYPOINT' | 'CMD' | 'HEALTHCHECK'): readonly string[] {
  const rest = stage.findLast((one) => one.word === word)?.rest ?? '';
  return JSON.parse(rest.slice(rest.indexOf('['))) as readonly string[];
}
