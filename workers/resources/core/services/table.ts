/** `kubectl get services` (source: k8s.io/kubernetes/pkg/printers/internalversion/printers.go printService, 1.36). */
import { formatLabels } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import type { TableDefinition } from '../../definition';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf, wide } from '../../table';
import type { Service } from './types';

export const serviceTable: TableDefinition = {
  columns: [
    NAME_COLUMN,
    column('Type', textOf('core.v1.ServiceSpec.type')),
    column('Cluster-IP', textOf('core.v1.ServiceSpec.clusterIP')),
    column('External-IP', textOf('core.v1.ServiceSpec.externalIPs')),
    column('Port(s)', textOf('core.v1.ServiceSpec.ports')),
    AGE_COLUMN,
    wide('Selector', textOf('core.v1.ServiceSpec.selector')),
  ],
  row: serviceRow,
};

function serviceRow(object: AnyObject, nowMs: number): readonly unknown[] {
  const service = object as unknown as Service;
  const { metadata, spec } = service;
  return [
    metadata.name,
    spec?.type ?? '',
    spec?.clusterIPs?.[0] || spec?.clusterIP || '<none>',
    externalIp(service),
    ports(service),
    age(metadata.creationTimestamp, nowMs),
    formatLabels(spec?.selector as Record<string, string> | undefined),
  ];
}

function externalIp({ spec, status }: Service): string {
  const given = spec?.externalIPs ?? [];
  switch (spec?.type) {
    case 'ClusterIP':
    case 'NodePort':
      return given.join(',') || '<none>';
    case 'ExternalName':
      return spec.externalName ?? '';
    case 'LoadBalancer': {
      const balancers = [...new Set((status?.loadBalancer?.ingress ?? []).map((ingress) => ingress.ip || ingress.hostname || ''))]
        .filter((text) => text !== '')
        .toSorted();
      return [...balancers, ...given].join(',') || '<pending>';
    }
    default:
      return '<unknown>';
  }
}

function ports({ spec }: Service): string {
  const parts = (spec?.ports ?? []).map(({ port, nodePort, protocol }) =>
    nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
  );
  return parts.join(',') || '<none>';
}
