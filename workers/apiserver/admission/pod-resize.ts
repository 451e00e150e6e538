/**
 * A pod on a node cannot be resized where the node does not know how, nor to more than the node has, however empty it is
 * (source: plugin/pkg/admission/{nodedeclaredfeatures,podresize}, component-helpers nodedeclaredfeatures, 1.36; texts as observed).
 */
import type { AnyObject } from '../../api/meta';
import { cpuMilli, value } from '../../api/quantity';
import { forbidden } from '../../api/status';
import type { Status } from '../../api/status';
import { deepEqual } from '../../lib/equal';
import type { AdmissionPlugin, AdmissionRequest } from './plugin';

interface Spec {
  readonly nodeName?: string;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly resources?: Resources;
}

interface Container {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly resources?: Resources;
}

interface Resources {
  readonly requests?: Readonly<Record<string, string | number>>;
}

type Node = AnyObject & {
  readonly status?: { readonly allocatable?: Readonly<Record<string, string>>; readonly declaredFeatures?: readonly string[] };
};

const MEASURES = { cpu: cpuMilli, memory: value } as const;
const OS = 'kubernetes.io/os';

export const podResize: AdmissionPlugin = {
  name: 'PodResize',
  validate(request) {
    const { scope, object, before, name } = request;
    if (!object || scope.subresource !== 'resize' || scope.definition.group || scope.definition.resource !== 'pods') return undefined;
    const spec = object.spec as Spec;
    if (!spec.nodeName || deepEqual(spec, before?.spec)) return undefined;
    const node = scope.backend.reader.get('', 'nodes', '', spec.nodeName) as Node | undefined;
    if (!node) return forbidden('', 'pods', name, `node "${spec.nodeName}" not found`);
    const unknown = featuresNeeded(spec, before?.spec as Spec).filter((feature) => !node.status?.declaredFeatures?.includes(feature));
    if (unknown.length > 0) {
      const why = `pod update requires features ${unknown.join(', ')} which are not available on node "${spec.nodeName}"`;
      return forbidden('', 'pods', name, why);
    }
    return checkPlatform(request, node) ?? checkCapacity(request, node);
  },
};

/** Of the change, in alphabetical order. */
function featuresNeeded(spec: Spec, before: Spec): string[] {
  const inits = (spec.initContainers ?? []).some(
    ({ restartPolicy, resources }, index) => restartPolicy !== 'Always' && !deepEqual(resources, before.initContainers?.[index]?.resources),
  );
  return [
    ...(deepEqual(spec.resources, before.resources) ? [] : ['InPlacePodLevelResourcesVerticalScaling']),
    ...(inits ? ['InPlacePodVerticalScalingInitContainers'] : []),
  ];
}

function checkPlatform({ name }: AdmissionRequest, { metadata }: Node): Status | undefined {
  const os = metadata?.labels?.[OS];
  if (!os || os === 'linux') return undefined;
  const why = `pod resize is only supported on linux nodes, node "${metadata?.name}" is "${os}"`;
  return because('UnsupportedPlatform', forbidden('', 'pods', name, why));
}

function checkCapacity({ name, object }: AdmissionRequest, { status }: Node): Status | undefined {
  const over = (['cpu', 'memory'] as const).flatMap((resource) => {
    const available = MEASURES[resource](status?.allocatable?.[resource]);
    const requested = requestOf(object?.spec as Spec, resource);
    return requested > available ? [`${resource}, requested: ${requested}, allocatable: ${available}`] : [];
  });
  if (over.length === 0) return undefined;
  const why = `node didn't have enough allocatable resources: ${over.join('; ')}`;
  return because('NodeCapacity', forbidden('', 'pods', name, why));
}

/** The pod's own, or that of the containers that run beside each other. */
function requestOf({ containers, initContainers = [], resources }: Spec, resource: 'cpu' | 'memory'): number {
  const measure = MEASURES[resource];
  const own = resources?.requests?.[resource];
  if (own !== undefined) return measure(own);
  const beside = [...containers, ...initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always')];
  return beside.reduce((sum, container) => sum + measure(container.resources?.requests?.[resource]), 0);
}

function because(reason: string, status: Status): Status {
  return { ...status, details: { ...status.details, causes: [{ reason }] } } as Status;
}
