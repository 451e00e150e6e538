/**
 * Area "kubectl": recorded commands of the real kubectl, run again by the real kubectl of the same release against our HTTP
 * host. One case is one command: its exit code, standard output and standard error, after the masks and by the modes of
 * comparison of golden/kubectl/README.md. Of a transcript that goes astray the later commands count as they come out.
 *
 * Readonly and mutate transcripts are served by an API server alone, with the recorded objects in its store as they were;
 * kubectl's clock is the real one, so times are told and understood shifted by whole seconds. Live transcripts run
 * on a whole cluster at speed 1 with nodes emulated by the README's rules. Theme: the part of the id before the slash;
 * a kind ("readonly") or an id ("get/raw") may be asked for as well.
 */
import { join } from 'node:path';
import { findKubectl } from '../kubectl/find-kubectl';
import { playLive } from '../kubectl/play-live';
import { playStill } from '../kubectl/play-still';
import { transcripts } from '../kubectl/transcript';
import type { Transcript } from '../kubectl/transcript';
import type { CaseResult, ParityArea } from '../parity-area';

/** Transcripts played at once: of still ones kubectl takes the time, so there is no use in more than the machine has room for; live ones mostly wait. */
const AT_ONCE = { still: 3, live: 4 };

export const area: ParityArea = {
  name: 'kubectl',
  async run(golden, filter, report) {
    const kubectl = findKubectl();
    if (kubectl === undefined) {
      console.error('kubectl: skipped, no kubectl of release 1.36 found ($KUBECTL, $ORACLE_BIN, ~/.cache/kubarium-oracle, PATH)');
      return;
    }
    const all = [...transcripts(join(golden, 'kubectl'), filter.theme)];
    const run = (waiting: Transcript[], atOnce: number) => {
      const worker = async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) await play(next, kubectl, report);
      };
      return Promise.all(Array.from({ length: atOnce }, worker));
    };
    await run(
      all.filter(({ kind }) => kind !== 'live'),
      AT_ONCE.still,
    );
    await run(
      all.filter(({ kind }) => kind === 'live'),
      AT_ONCE.live,
    );
  },
};

async function play(transcript: Transcript, kubectl: string, report: (result: CaseResult) => void): Promise<void> {
  const { theme, id } = transcript;
  let at = 0;
  let astray = false;
  await (transcript.kind === 'live' ? playLive : playStill)(transcript, kubectl, ({ step, differences }) => {
    const first = differences.length > 0 && !astray ? ' (first of its transcript)' : '';
    astray ||= differences.length > 0;
    report({ theme, id: `${id} ${++at}: ${step.cmd}${first}`, equal: differences.length === 0, differences });
  });
}
