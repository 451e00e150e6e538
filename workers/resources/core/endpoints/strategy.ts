/** Source: k8s.io/kubernetes/pkg/registry/core/endpoint/strategy.go, 1.36. */
import type { Strategy } from '../../definition';
import { endpointsWarnings, validateEndpoints } from './validation';

export const endpointsStrategy: Strategy = {
  setDefaults: (draft) => {
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    for (const subset of (draft.subsets as any[] | undefined) ?? []) {
      for (const port of subset.ports ?? []) {
        port.protocol ||= 'TCP';
      }
    }
  },
  validate: validateEndpoints,
  validateUpdate: validateEndpoints,
  warnings: endpointsWarnings,
  allowCreateOnUpdate: true,
  allowUnconditionalUpdate: true,
};
