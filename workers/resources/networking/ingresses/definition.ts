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

function ingressRow(object: AnyObject, nowMs: number): readonly unknown[] {
  const { metadata, spec, status } = object as unknown as Ingress;
  const hosts = (spec?.rules ?? []).map((rule) => rule.host ?? '').filter((host) => host !== '');
  const shown = hosts.length > HOSTS_MAX ? `${hosts.slice(0, HOSTS_MAX).join(',')} + ${hosts.length - HOSTS_MAX} more...` : hosts.join(',');
  const addresses = (status?.loadBalancer?.ingress ?? []).map((ingress) => ingress.ip || ingress.hostname || '');
  return [
    metadata.name,
    spec?.ingressClassName ?? '<none>',
    shown || '*',
    addresses.join(','),
    spec?.tls?.length ? '80, 443' : '80',
    age(metadata.creationTimestamp, nowMs),
  ];
}
