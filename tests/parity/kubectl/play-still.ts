/** Plays transcripts of kinds `readonly` and `mutate`: a fixed state behind an API server, without controllers. */
import { compareOutcome } from './compare';
import { openDesk } from './run-kubectl';
import type { Desk, Outcome } from './run-kubectl';
import { serveOverTls } from './served';
import { shiftedText } from './shift';
import { stillBackend } from './still-backend';
import type { StillBackend } from './still-backend';
import type { CommandStep, StepResult, Transcript } from './transcript';

/** A command that ends in another second than it began is asked again if its output differs: ages may have moved on. */
const TRIES = 3;
/** A command that begins later than this in a second would likely end in the next one. */
const BEGIN_BEFORE_MS = 600;

export async function playStill(transcript: Transcript, kubectl: string, report: (result: StepResult) => void): Promise<void> {
  const backend = stillBackend(transcript);
  const served = await serveOverTls(backend);
  const desk = openDesk(kubectl, served.url, transcript.namespace, transcript.user);
  try {
    desk.write(transcript.files);
    for (const step of transcript.steps) {
      if ('write' in step) desk.write(step.write);
      if (!('cmd' in step)) continue;
      report({
        step,
        differences: transcript.kind === 'readonly' ? await askAt(transcript, step, backend, desk) : await ask(transcript, step, desk),
      });
    }
  } finally {
    desk.dispose();
    await served.close();
  }
}

async function ask(transcript: Transcript, step: CommandStep, desk: Desk): Promise<readonly string[]> {
  return compareOutcome(transcript, step, await run(step, desk));
}

/** With kubectl's real clock standing for the recorded second. */
async function askAt(transcript: Transcript, step: CommandStep, backend: StillBackend, desk: Desk): Promise<readonly string[]> {
  for (let attempt = 1; ; attempt++) {
    await beginningOfSecond();
    const startedMs = Date.now();
    const shiftMs = step.now === undefined ? 0 : Math.floor(startedMs / 1000) * 1000 - Date.parse(step.now);
    backend.shift.ms = shiftMs;
    const forward: CommandStep = { ...step, argv: step.argv.map((word) => shiftedText(word, shiftMs)) };
    const { stdout, stderr, rc } = await run(forward, desk);
    const outcome = { stdout: shiftedText(stdout, -shiftMs), stderr: shiftedText(stderr, -shiftMs), rc };
    const differences = compareOutcome(transcript, step, outcome);
    if (differences.length === 0 || attempt === TRIES || Math.floor(Date.now() / 1000) * 1000 < startedMs) return differences;
  }
}

function run({ argv, stdin, env }: CommandStep, desk: Desk): Promise<Outcome> {
  return desk.run({ args: argv.slice(1), stdin, env }).outcome;
}

function beginningOfSecond(): Promise<void> {
  const into = Date.now() % 1000;
  return into < BEGIN_BEFORE_MS ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, 1000 - into));
}
