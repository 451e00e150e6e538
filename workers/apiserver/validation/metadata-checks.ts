/** How often the shared checks of metadata run, by kind (source: the strategies of k8s.io/kubernetes/pkg/registry, 1.36). */
import type { ResourceDefinition } from '../../resources/definition';

/**
 * Which of the shared checks of metadata each kind's own package repeats, in order: "W" all of it as on creation, "U" what may not
 * change; in lower case those of k8s.io/apimachinery, which do not know Kubernetes' plain finalizers. Upstream reports an error as often
 * as it is found (as recorded from Kubernetes 1.36).
 */
const UPDATES: Readonly<Record<string, string>> = {
  pods: 'UW',
  configmaps: 'UW',
  endpoints: 'UW',
  serviceaccounts: 'UW',
  secrets: 'UW',
  persistentvolumeclaims: 'UW',
  controllerrevisions: 'UW',
  volumeattributesclasses: 'UW',
  ingressclasses: 'UW',
  ingresses: 'UW',
  persistentvolumes: 'WW',
  namespaces: 'WU',
  nodes: 'WU',
  jobs: 'WU',
  ipaddresses: 'WU',
  storageclasses: 'WU',
  csistoragecapacities: 'WU',
  volumeattachments: 'WU',
  roles: 'WU',
  clusterroles: 'WU',
  rolebindings: 'WU',
  clusterrolebindings: 'WU',
  resourceclaims: 'WU',
  resourceclaimtemplates: 'WU',
  deviceclasses: 'WU',
  limitranges: 'W',
  csinodes: 'W',
  endpointslices: 'W',
  flowschemas: 'W',
  prioritylevelconfigurations: 'W',
  poddisruptionbudgets: '',
  leases: 'u',
  runtimeclasses: 'wu',
  customresourcedefinitions: 'u',
  validatingadmissionpolicies: 'w',
  validatingadmissionpolicybindings: 'w',
  mutatingadmissionpolicies: 'w',
  mutatingadmissionpolicybindings: 'w',
  validatingwebhookconfigurations: 'w',
  mutatingwebhookconfigurations: 'w',
};
/** Kinds that check nothing when their status is written. */
const STATUS_UNCHECKED = new Set(['cronjobs', 'poddisruptionbudgets']);

/** Custom resources are checked by apimachinery alone. */
function checksOf({ resource, custom, strategy }: Pick<ResourceDefinition, 'resource' | 'custom' | 'strategy'>): string {
  return custom ? 'u' : (strategy.metadataChecks ?? UPDATES[resource] ?? 'U');
}

export function updateChecks(definition: ResourceDefinition, subresource: string): string {
  const checks = checksOf(definition);
  if (definition.strategy.metadataChecks !== undefined) return checks;
  if (subresource !== 'status' && subresource !== 'finalize') return checks;
  return STATUS_UNCHECKED.has(definition.resource) ? '' : checks === checks.toLowerCase() ? 'u' : 'U';
}

/** Whether finalizers without a domain have to be Kubernetes' own. */
export function knowsPlainFinalizers(definition: ResourceDefinition): boolean {
  const checks = checksOf(definition);
  return checks !== checks.toLowerCase();
}
