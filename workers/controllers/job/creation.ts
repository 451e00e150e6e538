/** The pods that a job creates (source: pkg/controller/job/{job_controller,indexed_job_utils}.go, 1.36). */
import type { ApiRequest } from '../../api/request';
import type { Job } from '../../resources/batch/jobs/types';
import { controllerRef } from '../controller-ref-manager';
import { JOBS, PODS } from '../resources';
import { COMPLETION_INDEX, INDEX_FAILURES, INDEX_IGNORED_FAILURES } from './indexes';
import { TRACKING_FINALIZER } from './job-pods';
import type { IndexFailures } from './per-index';

export interface IndexedCreation {
  readonly index: number;
  /** With backoffLimitPerIndex. */
  readonly failures?: IndexFailures;
}

type PodSpec = NonNullable<NonNullable<Job['spec']>['template']['spec']>;
type Container = PodSpec['containers'][number];

const NAME_MAX = 253;
const HOSTNAME_MAX = 63;
const RANDOM_SUFFIX = 5;
const INDEX_VARIABLE = 'JOB_COMPLETION_INDEX';

export function creation(job: Job, indexed: IndexedCreation | undefined): ApiRequest {
  const { namespace = '', name = '' } = job.metadata;
  const { metadata: { labels, annotations, finalizers = [] } = {}, spec } = job.spec?.template ?? {};
  const own = indexed ? indexAnnotations(indexed) : undefined;
  const prefix = indexed ? `${name}-${indexed.index}-` : `${name}-`;
  const metadata = {
    generateName: indexed ? `${name.slice(0, NAME_MAX - RANDOM_SUFFIX - `-${indexed.index}-`.length)}-${indexed.index}-` : prefix,
    namespace,
    labels: { ...labels, ...(indexed ? { [COMPLETION_INDEX]: `${indexed.index}` } : {}) },
    ...(annotations || own ? { annotations: { ...annotations, ...own } } : {}),
    finalizers: finalizers.includes(TRACKING_FINALIZER) ? finalizers : [...finalizers, TRACKING_FINALIZER],
    ownerReferences: [controllerRef({ ...JOBS, apiVersion: 'batch/v1', kind: 'Job', metadata: job.metadata })],
  };
  const body = { apiVersion: 'v1', kind: 'Pod', metadata, spec: indexed && spec ? indexedSpec(spec, name, indexed.index) : spec };
  return { verb: 'create', ...PODS, namespace, body };
}

function indexAnnotations({ index, failures }: IndexedCreation): Record<string, string> {
  return {
    [COMPLETION_INDEX]: `${index}`,
    ...(failures ? { [INDEX_FAILURES]: `${failures.counted}` } : {}),
    ...(failures?.ignored ? { [INDEX_IGNORED_FAILURES]: `${failures.ignored}` } : {}),
  };
}

function indexedSpec(spec: PodSpec, name: string, index: number): PodSpec {
  return {
    ...spec,
    hostname: `${name.slice(0, HOSTNAME_MAX - `-${index}`.length)}-${index}`,
    containers: spec.containers.map(withIndexVariable),
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(withIndexVariable) } : {}),
  };
}

function withIndexVariable(container: Container): Container {
  if (container.env?.some(({ name }) => name === INDEX_VARIABLE)) return container;
  const valueFrom = { fieldRef: { fieldPath: `metadata.labels['${COMPLETION_INDEX}']` } };
  return { ...container, env: [...(container.env ?? []), { name: INDEX_VARIABLE, valueFrom }] };
}
