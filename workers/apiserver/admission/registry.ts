import { namespaceLifecycle } from './namespace-lifecycle';
import type { AdmissionPlugin } from './plugin';

/** In the order upstream's default plugins run (k8s.io/kubernetes/pkg/kubeapiserver/options/plugins.go, 1.36). */
export const admissionPlugins: readonly AdmissionPlugin[] = [namespaceLifecycle];
