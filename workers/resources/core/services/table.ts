/** `kubectl get services` (source: k8s.io/kubernetes/pkg/printers/internalversion/printers.go printService, 1.36). */
import { formatLabels } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import type { TableDefinition } from '../../definition';
import { AGE_COLUMN, NAME_COLUMN, age, column, wide } from '../../table';
import type { Service } from './types';

export const serviceTable: TableDefinition = {
  columns: [
    NAME_COLUMN,
    column('Type', 'How the service is exposed.'),
    column('Cluster-IP', 'Virtual address.'),
    column('External-IP', 'Addresses outside the cluster.'),
    column('Port(s)', 'Ports with their node ports.'),
    AGE_COLUMN,
    wide('Selector', 'Labels of the pods behind it.'),
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
