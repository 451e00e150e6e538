/** Validation of a defaulted configuration, in the original's order and words (source: kube-scheduler apis/config/validation/validation.go, 1.36). */
import { duplicate, invalid, required } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { isLabelKey } from '../../api/names';
import { deepEqual } from '../../lib/equal';
import { isExtended } from '../framework/resources';
import { API_VERSION } from './document';
import type { ArgsEntry } from './document';
import { EXTENSION_POINTS } from './profile';
import type { PluginRef, PluginSets } from './profile';
import { durationOf } from './shape';
import type { Fields } from './shape';
import { validateArgs } from './validation-plugin-args';

/** Texts of all errors, each once. */
export function validationErrors(config: Fields): readonly string[] {
  const errors = [
    ...clientConnection(config['clientConnection'] as Fields),
    ...leaderElection(config['leaderElection'] as Fields),
    ...(num(config['parallelism']) <= 0
      ? [invalid('parallelism', config['parallelism'], 'should be an integer value greater than zero')]
      : []),
    ...profiles(config['profiles'] as readonly Fields[]),
    ...percentage('percentageOfNodesToScore', config['percentageOfNodesToScore']),
    ...backoff(config),
    ...extenders((config['extenders'] ?? []) as readonly Fields[]),
  ];
  return [...new Set(errors.map(errorText))];
}

export function errorText({ field, message }: FieldError): string {
  return `${field}: ${message}`;
}

function num(value: unknown): number {
  return (value ?? 0) as number;
}

function clientConnection({ burst }: Fields): FieldError[] {
  return num(burst) < 0 ? [invalid('clientConnection.burst', burst, 'must be non-negative')] : [];
}

function leaderElection({ leaderElect, resourceLock, ...rest }: Fields): FieldError[] {
  if (leaderElect !== true) return [];
  const errors: FieldError[] = [];
  for (const name of ['leaseDuration', 'renewDeadline', 'retryPeriod']) {
    if (durationOf(rest[name], name) <= 0) errors.push(invalid(`leaderElection.${name}`, rest[name], 'must be greater than zero'));
  }
  if (durationOf(rest['leaseDuration'], '') <= durationOf(rest['renewDeadline'], ''))
    errors.push(invalid('leaderElection.leaseDuration', rest['renewDeadline'], 'must be greater than `RenewDeadline`'));
  if (resourceLock !== 'leases') errors.push(invalid('leaderElection.resourceLock', resourceLock, 'resourceLock value must be "leases"'));
  return errors;
}

function percentage(field: string, value: unknown): FieldError[] {
  return num(value) < 0 || num(value) > 100 ? [invalid(field, value, 'not in valid range [0-100]')] : [];
}

function backoff({ podInitialBackoffSeconds: initial, podMaxBackoffSeconds: max }: Fields): FieldError[] {
  const errors: FieldError[] = [];
  if (num(initial) <= 0) errors.push(invalid('podInitialBackoffSeconds', initial, 'must be greater than 0'));
  if (num(max) < num(initial))
    errors.push(invalid('podMaxBackoffSeconds', max, 'must be greater than or equal to PodInitialBackoffSeconds'));
  return errors;
}

function profiles(list: readonly Fields[]): FieldError[] {
  const seen = new Set<string>();
  const errors = list.flatMap((profile, at) => {
    const field = `profiles[${at}]`;
    const name = (profile['schedulerName'] ?? '') as string;
    const own = [
      ...(name === '' ? [required(`${field}.schedulerName`)] : []),
      ...percentage(`${field}.percentageOfNodesToScore`, profile['percentageOfNodesToScore']),
      ...removedPlugins((profile['plugins'] ?? {}) as PluginSets, `${field}.plugins`),
      ...pluginConfig((profile['pluginConfig'] ?? []) as readonly ArgsEntry[], `${field}.pluginConfig`),
      // The original prints the path of the other profile, and a path has no public fields.
      ...(seen.has(name) ? [duplicate(`${field}.schedulerName`, {})] : []),
    ];
    seen.add(name);
    return own;
  });
  return [...errors, ...commonQueueSort(list)];
}

const REMOVED = new Set(['AzureDiskLimits', 'CinderLimits', 'EBSLimits', 'GCEPDLimits']);
const REMOVED_DETAIL = `was invalid in version "${API_VERSION}" (KubeSchedulerConfiguration is version "${API_VERSION}")`;

function removedPlugins(plugins: PluginSets, field: string): FieldError[] {
  return EXTENSION_POINTS.flatMap((point) =>
    (plugins[point]?.enabled ?? []).flatMap(({ name }, at) =>
      REMOVED.has(name) ? [invalid(`${field}.${point}.enabled[${at}]`, name, REMOVED_DETAIL)] : [],
    ),
  );
}

function pluginConfig(entries: readonly ArgsEntry[], field: string): FieldError[] {
  return entries.flatMap(({ name, args = {} }, at) => [
    ...(entries.findIndex((entry) => entry.name === name) < at ? [duplicate(`${field}[${at}]`, name)] : []),
    ...(REMOVED.has(name) ? [invalid(`${field}[${at}]`, name, REMOVED_DETAIL)] : validateArgs(name, args, `${field}[${at}].args`)),
  ]);
}

function commonQueueSort(list: readonly Fields[]): FieldError[] {
  const queueSortOf = (profile: Fields | undefined) => ((profile?.['plugins'] ?? {}) as PluginSets).queueSort ?? {};
  const first = queueSortOf(list[0]);
  const count = first.enabled?.length ?? 0;
  const errors = count > 1 ? [invalid('profiles[0].plugins.queueSort.Enabled', count, 'only one queue sort plugin can be enabled')] : [];
  const canon = internal(first);
  list.forEach((profile, at) => {
    const set = internal(queueSortOf(profile));
    if (at > 0 && !deepEqual(canon, set))
      errors.push(invalid(`profiles[${at}].plugins.queueSort`, set, 'must be the same for all profiles'));
  });
  return errors;
}

/** A set of plugins as the original keeps it. */
function internal({ enabled, disabled }: { readonly enabled?: readonly PluginRef[]; readonly disabled?: readonly PluginRef[] }): Fields {
  const plain = (list: readonly PluginRef[] | undefined, weighs: boolean) =>
    list && list.length > 0 ? list.map(({ name, weight = 0 }) => ({ Name: name, Weight: weighs ? weight : 0 })) : null;
  return { Enabled: plain(enabled, true), Disabled: plain(disabled, false) };
}

function extenders(list: readonly Fields[]): FieldError[] {
  const seen = new Set<string>();
  const errors = list.flatMap((extender, at) => [
    ...(extender['prioritizeVerb'] && num(extender['weight']) <= 0
      ? [invalid(`extenders[${at}].weight`, num(extender['weight']), 'must have a positive weight applied to it')]
      : []),
    ...((extender['managedResources'] ?? []) as readonly Fields[]).flatMap((resource, index) => {
      const name = (resource['name'] ?? '') as string;
      const field = `extenders[${at}].managedResources[${index}].name`;
      const again = seen.has(name) ? [invalid(field, name, 'duplicate extender managed resource name')] : [];
      seen.add(name);
      return [...resourceName(name, field), ...again];
    }),
  ]);
  const binders = list.filter((extender) => extender['bindVerb']).length;
  if (binders > 1)
    errors.push(invalid('extenders', `found ${binders} extenders implementing bind`, 'only one extender can implement bind'));
  return errors;
}

function resourceName(name: string, field: string): FieldError[] {
  const messages = isLabelKey(name);
  if (messages.length > 0) return messages.map((message) => invalid(field, name, message));
  return isExtended(name) ? [] : [invalid(field, name, 'is an invalid extended resource name')];
}
