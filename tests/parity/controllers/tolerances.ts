/** What the README allows: tolerances, masks, and values that no two runs share. */
import type { Json, Scenario, Seconds } from './scenario';

/** README, "Tolerances": per causal link of the recording; and whole-second values of checkpoints. */
export const LINK_SECONDS = 1.5;
export const STAMP_SECONDS = 2;
export const VARIES = '<varies>';

export interface Periods {
  /** Phase of periodic work that is not fixed, to be added to every tolerance of this scenario: seconds. */
  readonly extraSeconds: number;
}

/** README, "Tolerances": one period of whatever loop the theme is about. */
export function periodsOf(scenario: Scenario): Periods {
  const { theme, tags } = scenario;
  if (theme === 'pod-gc' || tags.includes('pod-gc')) return { extraSeconds: 20 };
  if (theme === 'hpa' || theme === 'pv') return { extraSeconds: 15 };
  if (theme === 'node' || theme === 'node-lifecycle') return { extraSeconds: 5 };
  return { extraSeconds: 0 };
}

/** Messages: `<pod*>` stands for any number, `<n>` for any count; scheduling failures by their phrases. */
export function sameText(recorded: string, ours: string): boolean {
  if (recorded === ours) return true;
  const phrases = /^0\/(?:<n>|\d+) nodes are available: /;
  if (phrases.test(recorded) && phrases.test(ours)) return schedulingPhrases(recorded) === schedulingPhrases(ours);
  if (!recorded.includes('*>') && !recorded.includes(VARIES)) return false;
  const form = recorded
    .split(/(<[a-z]+\*>|<varies>)/)
    .map((part) => (part === VARIES ? '.*' : /^<[a-z]+\*>$/.test(part) ? '<[a-z0-9.]+>' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  return new RegExp(`^${form}$`).test(ours);
}

const OTHER_NODES = ["node(s) didn't match Pod's node affinity/selector", 'node(s) had untolerated taint(s)'];

function schedulingPhrases(message: string): string {
  return message
    .split(/(?:0\/(?:<n>|\d+) nodes are available: |\. |\.$|, )/)
    .map((phrase) => phrase.replace(/^(?:<n>|\d+) /, '').replace(/(?:<n>|\b\d+)\/(?:<n>|\d+)/g, 'n'))
    .filter((phrase) => phrase && !OTHER_NODES.includes(phrase))
    .sort()
    .filter((phrase, at, all) => phrase !== all[at - 1])
    .join('; ');
}

export function isUnstable(scenario: Scenario, key: string): boolean {
  return scenario.unstable?.includes(key) === true;
}

export function earliest(t: Seconds): number {
  return typeof t === 'number' ? t : t[0];
}

export function latest(t: Seconds): number {
  return typeof t === 'number' ? t : t[1];
}

export function isObject(json: Json): boolean {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

export function isEmptyObject(json: Json): boolean {
  return isObject(json) && Object.keys(json).length === 0;
}
