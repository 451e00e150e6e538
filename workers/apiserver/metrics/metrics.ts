/**
 * `/metrics` in Prometheus' text form (source: k8s.io/apiserver/pkg/endpoints/metrics, pkg/storage/etcd3/metrics, 1.36).
 * Differs: upstream tells some three hundred metrics of itself; these are the ones that mean something in a simulation.
 */
import type { ResourceTable } from '../resource-table';
import type { Store } from '../../store/store';
import { prefixOf } from '../keys';
import type { WatchHub } from '../watch/hub';
import type { RequestCounts } from './request-counts';

type Labels = Readonly<Record<string, string>>;

interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: readonly { readonly labels: Labels; readonly value: number }[];
}

export interface MetricSources {
  readonly counts: RequestCounts;
  readonly resources: ResourceTable;
  readonly store: Store;
  readonly hub: WatchHub;
}

export function metricsText(sources: MetricSources): string {
  return [requests(sources), ...objects(sources), watches(sources), build()].map(metricText).join('');
}

function requests({ counts }: MetricSources): Metric {
  return {
    name: 'apiserver_request_total',
    type: 'counter',
    help: '[STABLE] Requests to the API server by verb, dry run value, group, version, resource, scope, component and response code.',
    samples: counts.all().map(({ definition: { group, version, resource }, verb, subresource, scope, dryRun, code, count }) => ({
      labels: {
        code: String(code),
        component: 'apiserver',
        dry_run: dryRun ? 'All' : '',
        group,
        resource,
        scope,
        subresource,
        verb,
        version,
      },
      value: count,
    })),
  };
}

function objects({ resources, store }: MetricSources): Metric[] {
  const stored = resources.all.filter(({ verbs, view }) => !verbs && !view);
  const counted = stored.map((definition) => ({ definition, value: store.count(prefixOf(definition, '')) }));
  return [
    {
      name: 'apiserver_resource_objects',
      type: 'gauge',
      help: '[ALPHA] Stored objects by kind.',
      samples: counted.map(({ definition: { group, resource }, value }) => ({ labels: { group, resource }, value })),
    },
    {
      name: 'apiserver_storage_objects',
      type: 'gauge',
      help: '[STABLE] (Deprecated since 1.34.0) Stored objects by kind; apiserver_resource_objects replaces it.',
      samples: counted.map(({ definition: { group, resource }, value }) => ({
        labels: { resource: group ? `${resource}.${group}` : resource },
        value,
      })),
    },
  ];
}

function watches({ hub }: MetricSources): Metric {
  return {
    name: 'apiserver_longrunning_requests',
    type: 'gauge',
    help: '[STABLE] Open watches by group, version, resource and scope.',
    samples: hub.counts().map(({ definition: { group, version, resource }, scope, count }) => ({
      labels: { component: 'apiserver', group, resource, scope, subresource: '', verb: 'WATCH', version },
      value: count,
    })),
  };
}

function build(): Metric {
  return {
    name: 'kubernetes_build_info',
    type: 'gauge',
    help: "[BETA] Always 1; the labels tell what Kubernetes' release this is like.",
    samples: [{ labels: { git_version: 'v1.36.3', major: '1', minor: '36' }, value: 1 }],
  };
}

function metricText({ name, type, help, samples }: Metric): string {
  if (samples.length === 0) return '';
  const lines = samples.map(({ labels, value }) => `${name}{${labelText(labels)}} ${value}\n`).sort();
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(',');
}
