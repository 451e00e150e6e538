/** A new node takes no pods until it reports ready (source: k8s.io/kubernetes/plugin/pkg/admission/nodetaint/admission.go, 1.36). */
import type { AdmissionPlugin } from './plugin';

const NOT_READY = 'node.kubernetes.io/not-ready';

export const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  admit({ scope, object, operation }) {
    if (operation !== 'CREATE' || !object || scope.definition.group || scope.definition.resource !== 'nodes') return undefined;
    const taints: readonly { readonly key: string; readonly effect: string }[] = object.spec?.taints ?? [];
    if (taints.some(({ key, effect }) => key === NOT_READY && effect === 'NoSchedule')) return undefined;
    object.spec = { ...object.spec, taints: [...taints, { key: NOT_READY, effect: 'NoSchedule' }] };
    return undefined;
  },
};
