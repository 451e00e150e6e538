import type { PluginVerdict } from '../../protocol/decision';
import { KeptPerGroup } from './kept-per-group';
import type { Plugin } from './plugin';
import type { PodInfo } from './pod-info';

export interface VerdictList<V extends PluginVerdict> {
  readonly verdicts: readonly V[];
  /** Plugins that answered Skip. */
  readonly skipped: ReadonlySet<string>;
}

interface Known<V extends PluginVerdict> {
  answers: readonly (V | undefined)[];
  list: VerdictList<V>;
}

/** Verdicts of all plugins at one extension point. A list that is the same as that of the last pod of the group is the same object. */
export class VerdictLists<V extends PluginVerdict> {
  private readonly successes: readonly V[];
  private readonly known = new KeptPerGroup<Known<V>>();

  constructor(plugins: readonly Plugin[]) {
    this.successes = plugins.map(({ name: plugin }) => ({ plugin, code: 'Success' }) as V);
  }

  /** Of the first `count` plugins; an answer of undefined is a success. */
  of(pod: PodInfo, answers: readonly (V | undefined)[], count: number): VerdictList<V> {
    const known = this.known.of(pod, () => ({ answers: [], list: NOTHING }));
    let same = known.answers.length === count;
    for (let at = 0; same && at < count; at++) same = known.answers[at] === answers[at];
    if (!same) {
      known.answers = answers.slice(0, count);
      known.list = listOf(known.answers, this.successes);
    }
    return known.list;
  }
}

const NOTHING = { verdicts: [], skipped: new Set<string>() };

function listOf<V extends PluginVerdict>(answers: readonly (V | undefined)[], successes: readonly V[]): VerdictList<V> {
  const skips = answers.filter((answer) => answer?.code === 'Skip') as V[];
  return { verdicts: answers.map((answer, at) => answer ?? (successes[at] as V)), skipped: new Set(skips.map(({ plugin }) => plugin)) };
}
