/** Commands with what a real cluster's API server makes kubectl say, and what one takes out of it before comparing. */
import type { Desk, Outcome } from '../../kubectl/run-kubectl';

export interface RecordedCommand {
  /** As typed after `kubectl`; single quotes group. */
  readonly run: string;
  readonly outcome: Outcome;
}

export interface Recording {
  readonly files: Readonly<Record<string, string>>;
  /** In order: later ones build on what earlier ones left. */
  readonly commands: readonly RecordedCommand[];
}

/** Identities, versions, times, ages and drawn addresses differ from run to run. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/^([EIW])\d{4} [\d:.]+ +\d+ /gm, '$1 '],
  [/https?:\/\/127\.0\.0\.1:\d+/g, '<server>'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>'],
  [/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>'],
  [/\w{3}, \d\d \w{3} 20\d\d [\d:]+ \+0000/g, '<time>'],
  [/(resourceVersion"?: ?"?|Resource Version: +|Expected resource version to be 1, was )\d+/g, '$1<version>'],
  [/\b10\.(9[6-9]|10\d|11[01])\.\d+\.\d+/g, '<ip>'],
  [/\b3[0-2]\d{3}\b/g, '<port>'],
  [/\b(web-)[0-9a-f]{8,10}\b/g, '$1<hash>'],
  [/(\s)((\d+[smhd])+|<invalid>)(?= ago|\s|$)/gm, '$1<age>'],
  [/ +/g, ' '],
];

export async function perform(desk: Desk, run: string): Promise<Outcome> {
  const args = [...run.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  const { rc, stdout, stderr } = await desk.run({ args, env: { KUBE_EDITOR: 'true' } }).outcome;
  return { rc, stdout: masked(stdout), stderr: masked(stderr) };
}

function masked(text: string): string {
  return MASKS.reduce((left, [pattern, label]) => left.replace(pattern, label), text);
}
