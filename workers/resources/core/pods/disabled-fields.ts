/** Fields of alpha features, which the API server drops while their gates are off (source: k8s.io/kubernetes/pkg/api/pod/util.go, 1.36). */
import type { Draft } from '../../definition';

export function dropDisabledFields(spec: Draft['spec']): void {
  if (!spec) return;
  delete spec.schedulingGroup;
  for (const list of ['containers', 'initContainers', 'ephemeralContainers']) {
    for (const container of spec[list] ?? []) {
      const { lifecycle } = container;
      if (lifecycle?.stopSignal === undefined) continue;
      delete lifecycle.stopSignal;
      if (Object.keys(lifecycle).length === 0) delete container.lifecycle;
    }
  }
  for (const { projected } of spec.volumes ?? []) {
    for (const source of projected?.sources ?? []) {
      delete source.podCertificate;
      delete source.clusterTrustBundle;
    }
  }
}
