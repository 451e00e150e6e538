import { formatLabelSelector } from '../../../api/labels';
import type { LabelSelector } from '../../../api/labels';
import type { Draft } from '../../definition';
import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import type { NetworkPolicy } from './types';
import { validateNetworkPolicy } from './validation';

/** Stored, not acted upon. Source: pkg/registry/networking/networkpolicy/strategy.go and pkg/apis/networking/v1/defaults.go, 1.36. */
export const networkPolicies = define({
  group: 'networking.k8s.io',
  resource: 'networkpolicies',
  kind: 'NetworkPolicy',
  shortNames: ['netpol'],
  strategy: {
    setDefaults,
    validate: validateNetworkPolicy,
    validateUpdate: validateNetworkPolicy,
    hasGeneration: true,
    allowUnconditionalUpdate: true,
  },
  table: {
    columns: [NAME_COLUMN, column('Pod-Selector', textOf('networking.v1.NetworkPolicySpec.podSelector')), AGE_COLUMN],
    row: (object, nowMs) => {
      const { metadata, spec } = object as unknown as NetworkPolicy;
      return [metadata.name, formatLabelSelector(spec?.podSelector as LabelSelector | undefined), age(metadata.creationTimestamp, nowMs)];
    },
  },
});

function setDefaults(draft: Draft): void {
  const spec = (draft.spec ??= {});
  spec.podSelector ??= {};
  for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
    for (const port of rule.ports ?? []) {
      port.protocol ??= 'TCP';
    }
  }
  if (!spec.policyTypes?.length) {
    spec.policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
  }
}
