import type { AnyObject } from '../api/meta';
import { configurationError, loadConfiguration, loadText } from './config/load';
import { schedulerNameOf } from './config/profile';
import type { SchedulerConfiguration } from './config/profile';
import type { Pod } from '../resources/core/pods/types';
import type { Scheduler } from './scheduler';

/** The object whose `config.yaml` is the scheduler's configuration while it exists. */
const NAMESPACE = 'kube-system';
const NAME = 'kube-scheduler-config';
const KEY = 'config.yaml';
/** The original's configuration is a file, so its user may not read ConfigMaps; this part of the simulation reads for it. */
const USER = 'kubarium:scheduler-configuration';

type ConfigMap = AnyObject & { readonly data?: Readonly<Record<string, string>> };

/**
 * Applies the ConfigMap kube-system/kube-scheduler-config whenever it changes, and `boot` when it is deleted. A document that the
 * scheduler would not start with is refused with an event on the ConfigMap; what ran before goes on.
 * Differs: the original reads a file once and has to be restarted.
 */
export function watchConfiguration(scheduler: Scheduler, boot: SchedulerConfiguration): { readonly running: SchedulerConfiguration } {
  const { process } = scheduler;
  const live = { running: boot };
  const resource = { group: '', version: 'v1', resource: 'configmaps' };
  const apply = (config: SchedulerConfiguration) => {
    live.running = config;
    restart(scheduler, config);
  };
  const changed = (object: ConfigMap) => {
    const config = readFrom(scheduler, object);
    if (config) apply(config);
  };
  process.informer<ConfigMap>(resource, { namespace: NAMESPACE, fieldSelector: `metadata.name=${NAME}`, user: USER }).addHandler({
    onAdd: changed,
    onUpdate: (before, after) => void (before.data?.[KEY] === after.data?.[KEY] || changed(after)),
    onDelete: () => apply(boot),
  });
  return live;
}

/** The complete form of a configuration; throws where the scheduler would not start with it. */
export function completeConfiguration(config: SchedulerConfiguration): SchedulerConfiguration {
  const loaded = loadConfiguration({ apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'KubeSchedulerConfiguration', ...config });
  const error = configurationError(loaded);
  if (error !== undefined || !loaded.defaulted) throw new Error(`kube-scheduler: ${error}`);
  return loaded.defaulted;
}

/** Undefined where the scheduler would not start with it; an event on the object says which. */
function readFrom(scheduler: Scheduler, object: ConfigMap): SchedulerConfiguration | undefined {
  const text = object.data?.[KEY];
  const loaded = text === undefined ? undefined : loadText(text);
  const recorder = [...scheduler.events.values()][0];
  const error = loaded ? configurationError(loaded) : `no ${KEY} in the ConfigMap`;
  if (error !== undefined || !loaded?.defaulted) {
    recorder?.event(object, undefined, 'Warning', 'InvalidConfiguration', 'Configuring', error ?? '');
    return undefined;
  }
  recorder?.event(object, undefined, 'Normal', 'ConfigurationApplied', 'Configuring', `Applied the configuration in ${KEY}`);
  return loaded.defaulted;
}

/** As after a restart: every pending pod that has a profile is tried again. */
function restart(scheduler: Scheduler, config: SchedulerConfiguration): void {
  const { process, queue, infos, frameworks, cache } = scheduler;
  scheduler.configure(config);
  for (const { info } of [...queue.all()]) {
    if (frameworks.has(schedulerNameOf(info.pod))) queue.activate(info.uid);
    else queue.delete(info.uid);
  }
  for (const pod of process.informer<Pod>({ group: '', version: 'v1', resource: 'pods' }).list()) {
    const uid = pod.metadata.uid ?? '';
    const isPending = !pod.spec?.nodeName && (pod.status?.phase ?? 'Pending') === 'Pending';
    if (isPending && frameworks.has(schedulerNameOf(pod)) && !queue.has(uid) && !cache.hasPod(uid)) queue.add(infos.of(pod));
  }
}
