import type { Json, Scenario } from './scenario';

/** Kinds that only these themes show whole. */
const SHOWN_WITH_NAMESPACE = ['namespace', 'serviceaccount'];
const NOT_SHOWN = ['Event', 'StorageClass', 'PriorityClass'];

/** Whether an object is of the scenario and of a kind that the recording shows. */
export function inScope(scenario: Scenario, kind: string, object: Json): boolean {
  if (NOT_SHOWN.includes(kind)) return false;
  const { namespace, name } = object.metadata;
  // Of the quotas only one that counts config maps shows those that every namespace has.
  const whole =
    SHOWN_WITH_NAMESPACE.includes(scenario.theme) ||
    (scenario.theme === 'quota' && JSON.stringify(scenario.steps).includes('"configmaps"'));
  if (kind === 'Namespace') return scenario.theme === 'namespace' && name.startsWith('ns1');
  if (!namespace) return name.startsWith('ns1') || (kind === 'PersistentVolume' && name.startsWith('pvc-'));
  if (namespace !== 'ns1' && !namespace.startsWith('ns1-')) return false;
  return whole || !((kind === 'ServiceAccount' && name === 'default') || (kind === 'ConfigMap' && name === 'kube-root-ca.crt'));
}
