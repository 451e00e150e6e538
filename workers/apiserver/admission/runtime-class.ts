/** Pods of a RuntimeClass get its overhead, node selector and tolerations (source: plugin/pkg/admission/runtimeclass/admission.go, 1.36). */
import { deepEqual } from '../../lib/equal';
import type { AnyObject } from '../../api/meta';
import { pathSegmentName } from '../../api/names';
import { forbidden } from '../../api/status';
import type { Status } from '../../api/status';
import type { Draft } from '../../resources/definition';
import { printed } from '../../resources/schema/emptied';
import { unclassified } from '../replies';
import type { AdmissionPlugin, AdmissionRequest } from './plugin';

interface RuntimeClass extends AnyObject {
  readonly overhead?: { readonly podFixed?: Readonly<Record<string, unknown>> };
  readonly scheduling?: { readonly nodeSelector?: Readonly<Record<string, string>>; readonly tolerations?: readonly Toleration[] };
}

interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
}

export const runtimeClass: AdmissionPlugin = {
  name: 'RuntimeClass',
  admit: (request) => settle(request, (refuse, found, draft) => setOverhead(refuse, found, draft) ?? setScheduling(refuse, found, draft)),
  validate: (request) =>
    settle(request, (refuse, found, { spec }) => {
      const isSet = printed(spec, 'overhead') !== null;
      const fixed = found?.overhead?.podFixed;
      if (fixed ? deepEqual(spec.overhead ?? {}, fixed) : !isSet) return undefined;
      return refuse(
        fixed
          ? "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"
          : 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead',
      );
    }),
};

type Refuse = (why: string) => Status;

function settle(
  { scope, operation, object, name }: AdmissionRequest,
  act: (refuse: Refuse, found: RuntimeClass | undefined, draft: Draft) => Status | undefined,
): Status | undefined {
  const { group, resource } = scope.definition;
  if (operation !== 'CREATE' || !object?.spec || scope.subresource || group || resource !== 'pods') return undefined;
  const refuse: Refuse = (why) => forbidden('', 'pods', name, why);
  const wanted: string | undefined = object.spec.runtimeClassName;
  if (wanted === undefined) return act(refuse, undefined, object);
  const misnamed = pathSegmentName(wanted, false);
  if (wanted === '') return unclassified('resource name may not be empty');
  if (misnamed.length > 0) return unclassified(`invalid resource name ${JSON.stringify(wanted)}: [${misnamed.join(' ')}]`);
  const found = scope.backend.reader.get('node.k8s.io', 'runtimeclasses', '', wanted) as RuntimeClass | undefined;
  return found ? act(refuse, found, object) : refuse(`pod rejected: RuntimeClass "${wanted}" not found`);
}

function setOverhead(refuse: Refuse, found: RuntimeClass | undefined, { spec }: Draft): Status | undefined {
  const fixed = found?.overhead?.podFixed;
  if (!fixed) return undefined;
  if (spec.overhead && !deepEqual(spec.overhead, fixed))
    return refuse("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
  spec.overhead = { ...fixed };
  return undefined;
}

function setScheduling(refuse: Refuse, found: RuntimeClass | undefined, { spec }: Draft): Status | undefined {
  const { nodeSelector = {}, tolerations = [] } = found?.scheduling ?? {};
  for (const [key, value] of Object.entries(nodeSelector)) {
    const own = spec.nodeSelector?.[key];
    if (own !== undefined && own !== value)
      return refuse(`conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own}`);
  }
  if (Object.keys(nodeSelector).length) spec.nodeSelector = { ...spec.nodeSelector, ...nodeSelector };
  if (tolerations.length) spec.tolerations = mergeTolerations([...(spec.tolerations ?? []), ...tolerations]);
  return undefined;
}

/** Of two tolerations of which one covers the other only that one stays (source: pkg/util/tolerations/tolerations.go, 1.36). */
function mergeTolerations(all: readonly Toleration[]): Toleration[] {
  const merged: Toleration[] = [];
  for (const [index, toleration] of all.entries()) {
    const later = all.slice(index + 1).some((other) => !deepEqual(other, toleration) && covers(other, toleration));
    if (!later && !merged.some((other) => covers(other, toleration))) merged.push(toleration);
  }
  return merged;
}

function covers(wide: Toleration, narrow: Toleration): boolean {
  if (deepEqual(wide, narrow)) return true;
  const anyKey = !wide.key && wide.operator === 'Exists';
  if ((wide.key ?? '') !== (narrow.key ?? '') && !anyKey) return false;
  if (wide.effect && wide.effect !== narrow.effect) return false;
  const seconds = wide.effect === 'NoExecute' ? wide.tolerationSeconds : undefined;
  if (seconds !== undefined && (narrow.tolerationSeconds === undefined || narrow.tolerationSeconds > seconds)) return false;
  if (wide.operator === 'Exists') return true;
  return (wide.operator ?? 'Equal') === 'Equal' && (narrow.operator ?? 'Equal') === 'Equal' && (wide.value ?? '') === (narrow.value ?? '');
}
