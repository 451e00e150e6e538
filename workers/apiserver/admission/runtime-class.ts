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
  readonly scheduling?: { readonly nodeSelector?: Readonly<Record<string, string>>; readonly tolerations?: readonly object[] };
}

export const runtimeClass: AdmissionPlugin = {
  name: 'RuntimeClass',
  admit: (request) => settle(request, (refuse, found, draft) => setOverhead(refuse, found, draft) ?? setScheduling(refuse, found, draft)),
  validate: (request) =>
    settle(request, (refuse, found, { spec }) => {
      const isSet = printed(spec, 'overhead') !== null;
      if (found ? deepEqual(spec.overhead ?? {}, found.overhead?.podFixed ?? {}) : !isSet) return undefined;
      return refuse(
        found
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
  const known: object[] = spec.tolerations ?? [];
  const added = tolerations.filter((toleration) => !known.some((other) => deepEqual(other, toleration)));
  if (added.length) spec.tolerations = [...known, ...added];
  return undefined;
}
