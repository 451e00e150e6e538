/** Source: k8s.io/kubernetes/plugin/pkg/admission/network/defaultingressclass/admission.go, 1.36. */
import { newest } from './storage';
import type { AdmissionPlugin } from './plugin';

const DEFAULT_CLASS = 'ingressclass.kubernetes.io/is-default-class';

export const defaultIngressClass: AdmissionPlugin = {
  name: 'DefaultIngressClass',
  admit({ scope, object, operation }) {
    if (operation !== 'CREATE' || !object?.spec || scope.definition.resource !== 'ingresses') return undefined;
    if (object.spec.ingressClassName !== undefined || object.metadata.annotations?.['kubernetes.io/ingress.class'] !== undefined)
      return undefined;
    const chosen = newest(
      scope.backend.reader
        .list('networking.k8s.io', 'ingressclasses')
        .filter((each) => each.metadata?.annotations?.[DEFAULT_CLASS] === 'true'),
    );
    if (chosen) object.spec.ingressClassName = chosen.metadata?.name;
    return undefined;
  },
};
