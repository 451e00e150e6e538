/** What a recording tells about how it was made. */
import type { Scenario } from './scenario';

/** "--name=value" to names without dashes. */
export function readFlags(flags: readonly string[]): Record<string, string> {
  return Object.fromEntries(flags.map((flag) => flag.replace(/^--/, '').split(/=(.*)/s).slice(0, 2)));
}

/** When the node monitor of the recording ran: seconds after the start at which nodes made before it were first noticed. */
export function monitorPhaseSeconds(scenario: Scenario): number {
  if (scenario.cluster.nodes === 'common') return 0;
  const made = new Set(scenario.cluster.nodes.map((node) => `Node/ns1-${node.name}`));
  for (const [key, { list }] of Object.entries(scenario.events)) {
    const registered = made.has(key) && list.find((event) => event.reason === 'RegisteredNode');
    if (registered) return Math.max(1, typeof registered.t === 'number' ? registered.t : (registered.t[0] + registered.t[1]) / 2);
  }
  return -1;
}

/** When a full minute began in a recording in which a CronJob ran; undefined where none did. */
export function minuteSeconds(scenario: Scenario): number | undefined {
  for (const { changes } of Object.values(scenario.timeline))
    for (const { set } of [...changes].reverse()) {
      const ran = /^T\+(\d+)$/.exec(`${set?.lastSchedule ?? ''}`);
      if (ran) return Number(ran[1]) % 60;
    }
  return undefined;
}

export function lastRecordedSeconds(scenario: Scenario): number {
  let last = scenario.steps.at(-1)?.at ?? 0;
  for (const { changes } of Object.values(scenario.timeline))
    for (const { t } of changes) last = Math.max(last, typeof t === 'number' ? t : t[1]);
  for (const { list } of Object.values(scenario.events)) for (const { t } of list) last = Math.max(last, typeof t === 'number' ? t : t[1]);
  return last;
}
