/** Which container of a pod a request means (source: pkg/registry/core/pod/strategy.go, 1.36). */
import { badRequest } from '../../api/status';
import type { Status } from '../../api/status';

interface Containers {
  readonly containers: readonly { readonly name: string }[];
  readonly initContainers?: readonly { readonly name: string }[];
  readonly ephemeralContainers?: readonly { readonly name: string }[];
}

/** The name that was asked for; the only container's where none was. */
export function containerOf(pod: string, spec: Containers, asked: string | undefined): string | Status {
  const { containers, initContainers = [], ephemeralContainers = [] } = spec;
  const names = [...initContainers, ...containers, ...ephemeralContainers].map(({ name }) => name);
  if (asked) return names.includes(asked) ? asked : badRequest(`container ${asked} is not valid for pod ${pod}`);
  if (containers.length === 1) return containers[0]?.name ?? '';
  return badRequest(`a container name must be specified for pod ${pod}, choose one of: [${names.join(' ')}]`);
}
