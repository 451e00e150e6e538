/** A pod on a node cannot be resized to more than the node has, however empty it is (as recorded from Kubernetes 1.36). */
import type { AnyObject } from '../../api/meta';
import { cpuMilli, value } from '../../api/quantity';
import { forbidden } from '../../api/status';
import type { AdmissionPlugin } from './plugin';

interface Spec {
  readonly nodeName?: string;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

interface Container {
  readonly restartPolicy?: string;
  readonly resources?: { readonly requests?: Readonly<Record<string, string | number>> };
}

const MEASURES = { cpu: cpuMilli, memory: value } as const;

export const podResize: AdmissionPlugin = {
  name: 'PodResize',
  validate({ scope, object, name }) {
    if (!object || scope.subresource !== 'resize' || scope.definition.group || scope.definition.resource !== 'pods') return undefined;
    const spec = object.spec as Spec;
    const node = spec.nodeName ? (scope.backend.reader.get('', 'nodes', '', spec.nodeName) as AnyObject | undefined) : undefined;
    const allocatable = (node?.status as { allocatable?: Readonly<Record<string, string>> } | undefined)?.allocatable;
    if (!allocatable) return undefined;
    for (const resource of ['cpu', 'memory'] as const) {
      const measure = MEASURES[resource];
      const available = measure(allocatable[resource]);
      const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
      const requested = [...spec.containers, ...sidecars].reduce((sum, { resources }) => sum + measure(resources?.requests?.[resource]), 0);
      if (requested > available) {
        const why = `node didn't have enough allocatable resources: ${resource}, requested: ${requested}, allocatable: ${available}`;
        return forbidden('', 'pods', name, why);
      }
    }
    return undefined;
  },
};
