/**
 * Pods stay on a node that is not ready or unreachable for 300 s
 * (source: k8s.io/kubernetes/plugin/pkg/admission/defaulttolerationseconds/admission.go, 1.36).
 */
import type { AdmissionPlugin } from './plugin';

const TOLERATION_SECONDS = 300;
const TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/** Shared by all pods; never changed. */
const DEFAULTS = TAINTS.map((key) =>
  Object.freeze({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: TOLERATION_SECONDS }),
);

interface Toleration {
  readonly key?: string;
  readonly effect?: string;
}

export const defaultTolerationSeconds: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  admit({ scope, object, operation }) {
    if (!object || scope.subresource || scope.definition.group || scope.definition.resource !== 'pods' || operation === 'DELETE')
      return undefined;
    const tolerations: readonly Toleration[] = object.spec?.tolerations ?? [];
    const missing = DEFAULTS.filter(
      (taint) => !tolerations.some(({ key, effect }) => (!key || key === taint.key) && (!effect || effect === 'NoExecute')),
    );
    if (missing.length) object.spec.tolerations = [...tolerations, ...missing];
    return undefined;
  },
};
