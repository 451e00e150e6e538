/** Profiles that a new pod still names by annotation (source: k8s.io/kubernetes/pkg/registry/core/pod/strategy.go applyAppArmorVersionSkew, 1.36). */
import { deepEqual } from '../../../lib/equal';
import type { Draft } from '../../definition';

const PREFIX = 'container.apparmor.security.beta.kubernetes.io/';
const LOCAL = 'localhost/';

/** An annotation that says something else than the pod becomes its container's field; a container's own field stays. */
export function profilesFromAnnotations({ metadata, spec }: Draft, warn: (text: string) => void): void {
  if (!metadata.annotations || !spec || spec.os?.name === 'windows') return;
  for (const list of ['initContainers', 'containers', 'ephemeralContainers']) {
    for (const container of spec[list] ?? []) {
      const key = PREFIX + container.name;
      const text: string | undefined = metadata.annotations[key];
      if (text === undefined || container.securityContext?.appArmorProfile) continue;
      const profile = profileOf(text);
      if (profile && deepEqual(profile, spec.securityContext?.appArmorProfile)) continue;
      warn(`metadata.annotations[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`);
      if (profile) container.securityContext = { ...container.securityContext, appArmorProfile: profile };
    }
  }
}

function profileOf(text: string): object | undefined {
  if (text === 'unconfined') return { type: 'Unconfined' };
  if (text === 'runtime/default') return { type: 'RuntimeDefault' };
  const local = text.startsWith(LOCAL) ? text.slice(LOCAL.length) : '';
  return local.trim() !== local || local === '' ? undefined : { type: 'Localhost', localhostProfile: local };
}
