/** One command of the whole test: an npm script. */
export interface Step {
  readonly script: string;
  /** Runs only when the others leave time: it computes all the time, and those beside it wait for real clocks. */
  readonly isPatient?: true;
}

/** Steps that run one after the other. */
export type Lane = readonly Step[];

export interface StepResult {
  readonly script: string;
  readonly seconds: number;
  readonly passed: boolean;
}

/**
 * Runs the stages one after the other, and the lanes of a stage at the same time. A lane ends with its first step that fails; the stage is
 * waited for all the same, so that everything it would say is said. No further stage begins.
 */
export async function runStages(
  stages: readonly (readonly Lane[])[],
  run: (step: Step) => Promise<StepResult>,
): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  const runLane = async (lane: Lane): Promise<void> => {
    for (const step of lane) {
      const result = await run(step);
      results.push(result);
      if (!result.passed) return;
    }
  };
  for (const stage of stages) {
    await Promise.all(stage.map(runLane));
    if (results.some(({ passed }) => !passed)) break;
  }
  return results;
}
