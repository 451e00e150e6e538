/** Source: k8s.io/kubernetes/pkg/registry/core/namespace/strategy.go and pkg/apis/core/v1/defaults.go, 1.36. */
import type { Draft, Strategy } from '../../definition';

const NAME_LABEL = 'kubernetes.io/metadata.name';

export const namespaceStrategy: Strategy = {
  setDefaults: (draft) => {
    draft.spec ??= {};
    draft.status ??= {};
    draft.status.phase ??= 'Active';
    if (draft.metadata.name) {
      draft.metadata.labels = { ...draft.metadata.labels, [NAME_LABEL]: draft.metadata.name };
    }
  },
  prepareForCreate: (draft) => {
    const finalizers: string[] = draft.spec.finalizers ?? [];
    draft.spec.finalizers = finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'];
    draft.status = { phase: 'Active' };
  },
  prepareForUpdate: (draft, before, { subresource }) => {
    const stored = before as unknown as Draft;
    if (subresource === 'status') {
      draft.spec = stored.spec;
    } else {
      draft.status = stored.status;
      if (subresource !== 'finalize') {
        draft.spec.finalizers = stored.spec?.finalizers;
      }
    }
  },
  allowUnconditionalUpdate: true,
};
