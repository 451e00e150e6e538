/** POST pods/<name>/binding (source: k8s.io/kubernetes/pkg/registry/core/pod/storage/storage.go BindingREST, 1.36). */
import { rfc3339 } from '../../api/time';
import type { AnyObject } from '../../api/meta';
import type { ApiReply } from '../../api/request';
import { badRequest, conflict, notFound } from '../../api/status';
import type { Status } from '../../api/status';
import type { Draft } from '../../resources/definition';
import { aggregate } from '../authz/rbac';
import { refuseInNamespace } from '../admission/namespace-lifecycle';
import type { RequestScope } from '../backend';
import { sealed } from '../backend';
import { keyOf } from '../keys';
import { failed, succeeded, unclassified } from '../replies';

interface Binding {
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly target?: { readonly kind?: string; readonly name?: string };
}

/** POST bindings: of the pod that the binding is named after. */
export function bindNamed(scope: RequestScope, body: unknown): ApiReply {
  const definition = scope.backend.resources.stored('', 'pods');
  const name = (body as Binding | undefined)?.metadata?.name;
  if (!definition || !name) return failed(badRequest('Name parameter required.'));
  return bind({ ...scope, definition, subresource: 'binding' }, name, body);
}

export function bind(scope: RequestScope, name: string, body: unknown): ApiReply {
  const binding = (body ?? {}) as Binding;
  const outside = refuseInNamespace(scope, name);
  if (outside) return failed(outside);
  if ((binding.metadata?.namespace ?? scope.namespace) !== scope.namespace)
    return failed(badRequest('the namespace of the provided object does not match the namespace sent on the request'));
  if (binding.metadata?.name !== name) return failed(badRequest('name in URL does not match name in Binding object'));
  const invalidTarget = checkTarget(binding);
  if (invalidTarget) return failed(unclassified(invalidTarget));
  const pod = scope.backend.store.get(keyOf(scope.definition, scope.namespace, name))?.value as AnyObject | undefined;
  if (!pod) return failed(notFound('', 'pods', name));
  const refusal = check(scope, name, pod, binding);
  if (refusal) return failed(refusal);
  if (!scope.dryRun) {
    const { store } = scope.backend;
    const draft = bound(
      pod,
      { ...binding, metadata: { ...binding.metadata, labels: { ...binding.metadata?.labels, ...topologyLabels(scope, binding) } } },
      scope.nowMs,
    );
    store.put(keyOf(scope.definition, scope.namespace, name), Number(pod.metadata?.resourceVersion), (revision) =>
      sealed(scope.backend, draft, revision),
    );
  }
  return succeeded(scope, 201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
}

const TOPOLOGY_LABELS = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'];

/** A bound pod carries its node's zone and region (source: plugin/pkg/admission/podtopologylabels, 1.36). */
function topologyLabels(scope: RequestScope, { target }: Binding): Record<string, string> {
  const labels = scope.backend.reader.get('', 'nodes', '', target?.name ?? '')?.metadata?.labels ?? {};
  return Object.fromEntries(
    TOPOLOGY_LABELS.filter((label) => labels[label] !== undefined).map((label) => [label, labels[label] as string]),
  );
}

function checkTarget({ target }: Binding): string | undefined {
  const { kind = '', name = '' } = target ?? {};
  const unknown = kind !== '' && kind !== 'Node';
  const errors = [
    ...(unknown ? [`target.kind: Unsupported value: "${kind}": supported values: "Node", "<empty>"`] : []),
    ...(name === '' ? ['target.name: Required value'] : []),
  ];
  return errors.length > 0 ? aggregate(errors) : undefined;
}

function check(scope: RequestScope, name: string, pod: AnyObject, { metadata }: Binding): Status | undefined {
  const broken = brokenPrecondition(pod, metadata);
  if (broken) {
    const key = `${scope.dryRun ? '' : '/registry'}/pods/${scope.namespace}/${name}`;
    const why = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: ${broken}`;
    return conflict('', 'pods', name, why);
  }
  const spec = pod.spec as { nodeName?: string; schedulingGates?: readonly unknown[] };
  if (pod.metadata?.deletionTimestamp)
    return conflict('', 'pods/binding', name, `pod ${name} is being deleted, cannot be assigned to a host`);
  if (spec.nodeName) return conflict('', 'pods/binding', name, `pod ${name} is already assigned to node "${spec.nodeName}"`);
  if (spec.schedulingGates?.length) return conflict('', 'pods/binding', name, `pod ${name} has non-empty .spec.schedulingGates`);
  return undefined;
}

function brokenPrecondition({ metadata }: AnyObject, wanted: Binding['metadata']): string | undefined {
  for (const [field, called] of [
    ['uid', 'UID'],
    ['resourceVersion', 'ResourceVersion'],
  ] as const) {
    const [given, stored = ''] = [wanted?.[field], metadata?.[field]];
    if (given && given !== stored) return `${called} in precondition: ${given}, ${called} in object meta: ${stored}`;
  }
  return undefined;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime?: string;
  readonly [field: string]: unknown;
}

function bound(pod: AnyObject, { target, metadata }: Binding, nowMs: number): Draft {
  const before = pod as AnyObject & { spec: object; status?: { conditions?: readonly Condition[]; nominatedNodeName?: string } };
  const { nominatedNodeName: _promised, ...status } = before.status ?? {};
  const conditions = status.conditions ?? [];
  const old = conditions.find((condition) => condition.type === 'PodScheduled');
  const since = old?.status === 'True' ? old.lastTransitionTime : rfc3339(nowMs);
  const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: since };
  const merge = (field: 'annotations' | 'labels') =>
    Object.keys(metadata?.[field] ?? {}).length ? { [field]: { ...pod.metadata?.[field], ...metadata?.[field] } } : {};
  return {
    ...before,
    metadata: { ...pod.metadata, ...merge('annotations'), ...merge('labels') },
    spec: { ...before.spec, nodeName: target?.name },
    status: {
      ...status,
      conditions: old ? conditions.map((condition) => (condition === old ? scheduled : condition)) : [...conditions, scheduled],
    },
  } as unknown as Draft;
}
