import type { AnyObject } from '../../../api/meta';
import { define } from '../../define';
import { separateStatus } from '../../strategy';
import { AGE_COLUMN, NAME_COLUMN, age, column } from '../../table';
import type { Ingress } from './types';
import { balancerWarnings } from '../../core/services/warnings';
import { ingressWarnings, validateIngress, validateIngressStatus, validateNewIngress } from './validation';

/** Stored, not acted upon. Source: pkg/registry/networking/ingress/strategy.go and printers.go printIngress, 1.36. */
export const ingresses = define({
  group: 'networking.k8s.io',
  resource: 'ingresses',
  kind: 'Ingress',
  shortNames: ['ing'],
  hasStatus: true,
  strategy: {
    setDefaults: (draft) => {
      draft.spec ??= {};
    },
    ...separateStatus(() => ({ loadBalancer: {} })),
    hasGeneration: true,
    validate: validateNewIngress,
    validateUpdate: validateIngress,
    validateStatusUpdate: validateIngressStatus,
    warnings: ingressWarnings,
    statusWarnings: balancerWarnings,
    allowUnconditionalUpdate: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('Class', 'The name of the IngressClass resource that should be used for additional configuration'),
      column('Hosts', 'Hosts that incoming requests are matched against before the ingress rule'),
      column('Address', 'Address is a list containing ingress points for the load-balancer'),
      column('Ports', 'Ports of TLS configurations that open'),
      AGE_COLUMN,
    ],
    row: ingressRow,
  },
});

const HOSTS_MAX = 3;

/** What is left out is counted in rules, those without a host too. */
function hostsText(rules: readonly { readonly host?: string }[]): string {
  const named = rules.flatMap(({ host }, at) => (host ? [{ host, at }] : [])).slice(0, HOSTS_MAX);
  const hosts = named.map(({ host }) => host).join(',') || '*';
  const more = named.length === HOSTS_MAX && (named.at(-1)?.at ?? 0) < rules.length - 1;
  return more ? `${hosts} + ${rules.length - HOSTS_MAX} more...` : hosts;
}

function ingressRow(object: AnyObject, nowMs: number): readonly unknown[] {
  const { metadata, spec, status } = object as unknown as Ingress;
  const addresses = (status?.loadBalancer?.ingress ?? []).map((ingress) => ingress.ip || ingress.hostname || '').filter(Boolean);
  return [
    metadata.name,
    spec?.ingressClassName ?? '<none>',
    hostsText(spec?.rules ?? []),
    [...new Set(addresses)].toSorted().join(','),
    spec?.tls?.length ? '80, 443' : '80',
    age(metadata.creationTimestamp, nowMs),
  ];
}
