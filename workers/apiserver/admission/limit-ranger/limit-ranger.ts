/** LimitRanges: defaults for containers, bounds for containers, pods and claims (source: k8s.io/kubernetes/plugin/pkg/admission/limitranger/admission.go, 1.36). */
import type { AnyObject } from '../../../api/meta';
import { forbidden } from '../../../api/status';
import type { Status } from '../../../api/status';
import type { Draft } from '../../../resources/definition';
import { aggregate } from '../../authz/rbac';
import type { AdmissionPlugin, AdmissionRequest } from '../plugin';
import { checkMax, checkMaxRequest, checkMin, checkRatio } from './constraints';
import { podResources } from './pod-resources';
import type { Resources } from './pod-resources';

const ANNOTATION = 'kubernetes.io/limit-ranger';

interface LimitItem {
  readonly type: string;
  readonly min?: Readonly<Record<string, string>>;
  readonly max?: Readonly<Record<string, string>>;
  readonly default?: Readonly<Record<string, string>>;
  readonly defaultRequest?: Readonly<Record<string, string>>;
  readonly maxLimitRequestRatio?: Readonly<Record<string, string>>;
}

interface LimitRange extends AnyObject {
  readonly spec?: { readonly limits?: readonly LimitItem[] };
}

interface Container {
  readonly name: string;
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
}

export const limitRanger: AdmissionPlugin = {
  name: 'LimitRanger',
  admit(request) {
    if (isPodCreate(request)) for (const { spec } of rangesOf(request)) setDefaults(request.object as Draft, spec?.limits ?? []);
    return undefined;
  },
  validate(request) {
    if (isPodCreate(request)) return refusal(request, (limit) => podErrors(limit, request.object as Draft));
    const { scope, object, operation } = request;
    if (
      operation === 'DELETE' ||
      !object?.spec ||
      scope.subresource ||
      scope.definition.group ||
      scope.definition.resource !== 'persistentvolumeclaims'
    )
      return undefined;
    return refusal(request, (limit) => claimErrors(limit, object));
  },
};

function isPodCreate({ scope, object, operation }: AdmissionRequest): boolean {
  return (
    operation === 'CREATE' && !!object?.spec && !scope.subresource && scope.definition.group === '' && scope.definition.resource === 'pods'
  );
}

function rangesOf({ scope }: AdmissionRequest): readonly LimitRange[] {
  return scope.backend.reader.list('', 'limitranges', scope.namespace) as readonly LimitRange[];
}

function refusal(request: AdmissionRequest, check: (limit: LimitItem) => readonly string[]): Status | undefined {
  for (const { spec } of rangesOf(request)) {
    const errors = (spec?.limits ?? []).flatMap((limit) => check(limit));
    if (errors.length === 0) continue;
    return forbidden('', request.scope.definition.resource, request.name, aggregate(errors));
  }
  return undefined;
}

function setDefaults(pod: Draft, limits: readonly LimitItem[]): void {
  const forContainers = limits.filter(({ type }) => type === 'Container');
  const requests = Object.assign({}, ...forContainers.map(({ defaultRequest }) => defaultRequest)) as Record<string, string>;
  const maxima = Object.assign({}, ...forContainers.map((limit) => limit.default)) as Record<string, string>;
  const notes: string[] = [];
  const fill = (container: Container, role: string) => {
    const resources = { ...container.resources };
    for (const [field, defaults, what] of [
      ['requests', requests, 'request'],
      ['limits', maxima, 'limit'],
    ] as const) {
      const missing = Object.keys(defaults)
        .filter((name) => resources[field]?.[name] === undefined)
        .sort();
      if (missing.length === 0) continue;
      resources[field] = { ...resources[field], ...Object.fromEntries(missing.map((name) => [name, defaults[name] as string])) };
      notes.push(`${missing.join(', ')} ${what} for ${role} ${container.name}`);
    }
    container.resources = resources;
  };
  for (const container of pod.spec.containers ?? []) fill(container as Container, 'container');
  for (const container of pod.spec.initContainers ?? []) fill(container as Container, 'init container');
  if (notes.length) pod.metadata.annotations = { ...pod.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${notes.join('; ')}` };
}

function podErrors(limit: LimitItem, pod: Draft): readonly string[] {
  if (limit.type === 'Container') {
    const containers: readonly Container[] = [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])];
    return containers.flatMap(({ resources = {} }) => boundErrors(limit, resources));
  }
  return limit.type === 'Pod' ? boundErrors(limit, podResources(pod.spec)) : [];
}

function boundErrors(limit: LimitItem, resources: Resources): readonly string[] {
  const each = (bounds: LimitItem['min'], check: typeof checkMin) =>
    Object.keys(bounds ?? {})
      .sort()
      .flatMap((name) => check(limit.type, name, bounds?.[name] ?? '', resources) ?? []);
  return [...each(limit.min, checkMin), ...each(limit.max, checkMax), ...each(limit.maxLimitRequestRatio, checkRatio)];
}

function claimErrors(limit: LimitItem, { spec }: Draft): readonly string[] {
  if (limit.type !== 'PersistentVolumeClaim') return [];
  const resources: Resources = spec.resources ?? {};
  const min = Object.keys(limit.min ?? {}).flatMap((name) => checkMin(limit.type, name, limit.min?.[name] ?? '', resources) ?? []);
  return [
    ...min,
    ...Object.keys(limit.max ?? {}).flatMap((name) => checkMaxRequest(limit.type, name, limit.max?.[name] ?? '', resources) ?? []),
  ];
}
