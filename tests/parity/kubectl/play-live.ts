/** Plays transcripts of kind `live` on a whole cluster with emulated nodes, in real time. */
import { compareOutcome } from './compare';
import { EmulatedKubelets } from './emulated-kubelets';
import { liveBackend } from './live-backend';
import { openDesk } from './run-kubectl';
import type { Desk, Running } from './run-kubectl';
import { serveOverTls } from './served';
import type { CommandStep, Step, StepResult, Transcript } from './transcript';

/** A step waits for what the cluster is to come to, but not for ever. */
const UNTIL_MS = 60_000;
const RETRY_MS = 200;
/** Until a background command watches, and until it has seen the last of it. */
const START_MS = 1000;
const STOP_MS = 1000;

export async function playLive(transcript: Transcript, kubectl: string, report: (result: StepResult) => void): Promise<void> {
  const backend = liveBackend();
  const kubelets = new EmulatedKubelets(backend);
  const served = await serveOverTls(backend);
  const desk = openDesk(kubectl, served.url, transcript.namespace, transcript.user);
  const background = new Map<string, { readonly step: CommandStep; readonly running: Running }>();
  try {
    await kubelets.start();
    await furnish(desk, transcript.namespace);
    desk.write(transcript.files);
    for (const step of transcript.steps) {
      if ('cmd' in step) {
        const running = desk.run({ args: step.argv.slice(1), stdin: step.stdin, env: step.env });
        if (step.background !== undefined) {
          background.set(step.background, { step, running });
          await rest(START_MS);
        } else report({ step, differences: compareOutcome(transcript, step, await running.outcome) });
      } else if ('stop' in step) {
        const stopped = background.get(step.stop);
        if (!stopped) throw new Error(`nothing runs as ${step.stop}`);
        await rest(STOP_MS);
        stopped.running.kill();
        report({ step: stopped.step, differences: compareOutcome(transcript, stopped.step, await stopped.running.outcome) });
      } else await pass(step, desk);
    }
  } finally {
    for (const { running } of background.values()) running.kill();
    kubelets.dispose();
    desk.dispose();
    await served.close();
    backend.dispose();
  }
}

/** The namespace with what controllers put into it. */
async function furnish(desk: Desk, namespace: string): Promise<void> {
  await succeed(desk, ['create', 'namespace', namespace]);
  await succeed(desk, ['get', 'serviceaccount', 'default']);
  await succeed(desk, ['get', 'configmap', 'kube-root-ca.crt']);
}

async function pass(step: Exclude<Step, CommandStep>, desk: Desk): Promise<void> {
  if ('write' in step) desk.write(step.write);
  if ('sleep' in step) await rest(step.sleep * 1000);
  if ('until' in step) await succeed(desk, step.until.split(' '));
}

async function succeed(desk: Desk, args: readonly string[]): Promise<void> {
  const endMs = Date.now() + UNTIL_MS;
  for (;;) {
    const { rc } = await desk.run({ args }).outcome;
    if (rc === 0 || Date.now() > endMs) return;
    await rest(RETRY_MS);
  }
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
