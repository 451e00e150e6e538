/** Fields of alpha features, which the API server drops while their gates are off (source: k8s.io/kubernetes/pkg/api/pod/util.go, 1.36). */
import type { Draft } from '../../definition';

export function dropDisabledFields(spec: Draft['spec']): void {
  for (const list of ['containers', 'initContainers']) {
    for (const container of spec[list] ?? []) {
      const { lifecycle } = container;
      if (lifecycle?.stopSignal !== undefined) {
        delete lifecycle.stopSignal;
        if (Object.keys(lifecycle).length === 0) {
          delete container.lifecycle;
        }
      }
    }
  }
}
