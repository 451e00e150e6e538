import { define } from '../../define';
import { dnsSubdomainName } from '../../../api/names';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import { endpointsStrategy } from './strategy';
import type { Endpoints } from './types';

const SHOWN_MAX = 3;

export const endpoints = define({
  group: '',
  resource: 'endpoints',
  kind: 'Endpoints',
  listKind: 'EndpointsList',
  shortNames: ['ep'],
  nameRule: dnsSubdomainName,
  strategy: endpointsStrategy,
  table: {
    columns: [NAME_COLUMN, column('Endpoints', textOf('core.v1.Endpoints.subsets')), AGE_COLUMN],
    row: (object, nowMs) => {
      const found = object as unknown as Endpoints;
      return [found.metadata.name, formatEndpoints(found), age(found.metadata.creationTimestamp, nowMs)];
    },
  },
});

/** Source: printers.go formatEndpoints, 1.36. */
function formatEndpoints({ subsets }: Endpoints): string {
  const texts = (subsets ?? []).flatMap(({ addresses, ports }) => {
    const hosts = (addresses ?? []).map(({ ip }) => ip);
    return (ports ?? []).length === 0
      ? hosts
      : (ports ?? []).flatMap(({ port }) => hosts.map((host) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`)));
  });
  if (!subsets?.length) {
    return '<none>';
  }
  const shown = texts.slice(0, SHOWN_MAX).join(',');
  return texts.length > SHOWN_MAX ? `${shown} + ${texts.length - SHOWN_MAX} more...` : shown;
}
