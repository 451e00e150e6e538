/**
 * Priority classes become numbers (source: k8s.io/kubernetes/plugin/pkg/admission/priority/admission.go, 1.36).
 */
import type { AnyObject, ObjectMeta } from '../../api/meta';
import { forbidden } from '../../api/status';
import type { Status } from '../../api/status';
import type { Draft } from '../../resources/definition';
import type { RequestScope } from '../backend';
import type { AdmissionPlugin } from './plugin';

interface PriorityClass extends AnyObject {
  readonly metadata: ObjectMeta;
  readonly value: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
}

/** Served or not, these two exist. */
const SYSTEM: Readonly<Record<string, number>> = { 'system-node-critical': 2_000_001_000, 'system-cluster-critical': 2_000_000_000 };
const DEFAULT_POLICY = 'PreemptLowerPriority';

export const priority: AdmissionPlugin = {
  name: 'Priority',
  validate({ scope, operation, name, object }) {
    const isClass = scope.definition.group === 'scheduling.k8s.io' && scope.definition.resource === 'priorityclasses';
    if (!isClass) return undefined;
    const refuse = (why: string) => forbidden('scheduling.k8s.io', 'priorityclasses', name, why);
    if (operation === 'DELETE')
      return SYSTEM[name] === undefined ? undefined : refuse('this is a system priority class and cannot be deleted');
    const other = (object as unknown as PriorityClass | undefined)?.globalDefault ? globalDefault(scope)?.metadata.name : undefined;
    if (other === undefined || (operation === 'UPDATE' && other === name)) return undefined;
    return refuse(`PriorityClass ${other} is already marked as default. Only one default can exist`);
  },
  admit({ scope, object, operation, before, name }) {
    if (!object?.spec || scope.subresource || scope.definition.group || scope.definition.resource !== 'pods') return undefined;
    if (operation === 'CREATE') return admitPod(scope, name, object);
    const stored = before?.spec as { priority?: number; preemptionPolicy?: string } | undefined;
    if (object.spec.priority === undefined && stored?.priority !== undefined) object.spec.priority = stored.priority;
    if (object.spec.preemptionPolicy === undefined && stored?.preemptionPolicy !== undefined)
      object.spec.preemptionPolicy = stored.preemptionPolicy;
    return undefined;
  },
};

function admitPod(scope: RequestScope, name: string, { spec }: Draft): Status | undefined {
  const refuse = (why: string) => forbidden('', 'pods', name, why);
  const chosen = classOf(scope, spec.priorityClassName);
  if (!chosen) return refuse(`no PriorityClass with name ${spec.priorityClassName} was found`);
  const { className, value, policy } = chosen;
  if (spec.priority !== undefined && spec.priority !== value) {
    return refuse(
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
    );
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
    return refuse(
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${policy} from the given PriorityClass name`,
    );
  }
  if (className) spec.priorityClassName = className;
  spec.priority = value;
  spec.preemptionPolicy = policy;
  return undefined;
}

function classOf(scope: RequestScope, name: string | undefined): { className: string; value: number; policy: string } | undefined {
  const { reader } = scope.backend;
  if (!name) {
    const lowest = globalDefault(scope);
    return lowest
      ? { className: lowest.metadata.name ?? '', value: lowest.value, policy: lowest.preemptionPolicy ?? DEFAULT_POLICY }
      : { className: '', value: 0, policy: DEFAULT_POLICY };
  }
  const found = reader.get('scheduling.k8s.io', 'priorityclasses', '', name) as PriorityClass | undefined;
  if (found) return { className: name, value: found.value, policy: found.preemptionPolicy ?? DEFAULT_POLICY };
  const system = SYSTEM[name];
  return system === undefined ? undefined : { className: name, value: system, policy: DEFAULT_POLICY };
}

/** Of several the one with the lowest value. */
function globalDefault({ backend }: RequestScope): PriorityClass | undefined {
  const classes = backend.reader.list('scheduling.k8s.io', 'priorityclasses') as readonly PriorityClass[];
  return classes.filter((one) => one.globalDefault).toSorted((a, b) => a.value - b.value)[0];
}
