import { formatLabelSelector } from '../../../api/labels';
import type { LabelSelector } from '../../../api/labels';
import type { Draft } from '../../definition';
import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import { holdsEmptied } from '../../schema/emptied';
import type { NetworkPolicy } from './types';
import { networkPolicyWarnings, validateNetworkPolicy } from './validation';

/** Stored, not acted upon. Source: pkg/registry/networking/networkpolicy/strategy.go and pkg/apis/networking/v1/defaults.go, 1.36. */
export const networkPolicies = define({
  group: 'networking.k8s.io',
  resource: 'networkpolicies',
  kind: 'NetworkPolicy',
  shortNames: ['netpol'],
  strategy: {
    setDefaults,
    prepareForUpdate: ({ metadata, spec }, before) => {
      if (holdsEmptied(spec)) metadata.generation = (before.metadata?.generation ?? 0) + 1;
    },
    validate: validateNetworkPolicy,
    validateUpdate: validateNetworkPolicy,
    warnings: networkPolicyWarnings,
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
