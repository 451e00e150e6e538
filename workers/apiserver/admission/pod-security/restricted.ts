/** What the restricted standard adds (source: k8s.io/pod-security-admission/policy, 1.36). */
import { procMount } from './baseline';
import { USER_NAMESPACES_SINCE, WINDOWS_SINCE, containersOf, containersText, namesWhere, plural, quoted, setters, sortedSet } from './pod';
import type { Check, VersionedCheck } from './pod';

const VOLUME_TYPES = new Set('configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret'.split(' '));
const CONFINED = new Set<string | undefined>(['RuntimeDefault', 'Localhost']);

const allowPrivilegeEscalation: Check = (spec, minor) => {
  if (minor >= WINDOWS_SINCE && spec.os?.name === 'windows') return undefined;
  const names = namesWhere(spec, (context) => context.allowPrivilegeEscalation !== false);
  return names.length
    ? {
        reason: 'allowPrivilegeEscalation != false',
        detail: `${containersText(names)} must set securityContext.allowPrivilegeEscalation=false`,
      }
    : undefined;
};

const capabilities: Check = (spec, minor) => {
  if (minor >= WINDOWS_SINCE && spec.os?.name === 'windows') return undefined;
  const extra = (added: readonly string[] = []) => added.filter((capability) => capability !== 'NET_BIND_SERVICE');
  const keeping = namesWhere(spec, (context) => !context.capabilities?.drop?.includes('ALL'));
  const adding = namesWhere(spec, (context) => extra(context.capabilities?.add).length > 0);
  const added = sortedSet(containersOf(spec).flatMap(({ securityContext }) => extra(securityContext?.capabilities?.add)));
  const details = [
    ...(keeping.length ? [`${containersText(keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(adding.length ? [`${containersText(adding)} must not include ${quoted(added)} in securityContext.capabilities.add`] : []),
  ];
  return details.length ? { reason: 'unrestricted capabilities', detail: details.join('; ') } : undefined;
};

const restrictedVolumes: Check = (spec) => {
  const typeOf = (volume: Readonly<Record<string, unknown>>) => Object.keys(volume).find((key) => key !== 'name') ?? '';
  const bad = (spec.volumes ?? []).filter((volume) => !VOLUME_TYPES.has(typeOf(volume)));
  if (bad.length === 0) return undefined;
  const types = sortedSet(bad.map(typeOf));
  const names = bad.map((volume) => String(volume.name));
  const uses = `${plural('volume', 'volumes', names.length)} ${quoted(names)} ${plural('uses', 'use', names.length)}`;
  return {
    reason: 'restricted volume types',
    detail: `${uses} restricted volume ${plural('type', 'types', types.length)} ${quoted(types)}`,
  };
};

const runAsNonRoot: Check = (spec, minor) => {
  if (minor >= USER_NAMESPACES_SINCE && spec.hostUsers === false) return undefined;
  const reason = 'runAsNonRoot != true';
  const own = spec.securityContext?.runAsNonRoot;
  const explicit = namesWhere(spec, (context) => context.runAsNonRoot === false);
  const unset = namesWhere(spec, (context) => context.runAsNonRoot === undefined);
  if (explicit.length || own === false)
    return { reason, detail: `${setters(own === false, explicit)} must not set securityContext.runAsNonRoot=false` };
  return own === undefined && unset.length
    ? { reason, detail: `pod or ${containersText(unset)} must set securityContext.runAsNonRoot=true` }
    : undefined;
};

const runAsUser: Check = (spec, minor) => {
  if (minor >= USER_NAMESPACES_SINCE && spec.hostUsers === false) return undefined;
  const names = namesWhere(spec, (context) => context.runAsUser === 0);
  const own = spec.securityContext?.runAsUser === 0;
  return own || names.length ? { reason: 'runAsUser=0', detail: `${setters(own, names)} must not set runAsUser=0` } : undefined;
};

const seccompProfile: Check = (spec, minor) => {
  if (minor >= WINDOWS_SINCE && spec.os?.name === 'windows') return undefined;
  const reason = 'seccompProfile';
  const own = spec.securityContext?.seccompProfile?.type;
  const explicit = namesWhere(spec, ({ seccompProfile: profile }) => profile !== undefined && !CONFINED.has(profile.type));
  const unset = namesWhere(spec, ({ seccompProfile: profile }) => profile === undefined);
  const ownBad = own !== undefined && !CONFINED.has(own);
  if (ownBad || explicit.length) {
    const values = sortedSet([
      ...(ownBad ? [own] : []),
      ...containersOf(spec).flatMap(({ securityContext }) =>
        securityContext?.seccompProfile && !CONFINED.has(securityContext.seccompProfile.type) ? [securityContext.seccompProfile.type] : [],
      ),
    ]);
    return { reason, detail: `${setters(ownBad, explicit)} must not set securityContext.seccompProfile.type to ${quoted(values)}` };
  }
  return own === undefined && unset.length
    ? { reason, detail: `pod or ${containersText(unset)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"` }
    : undefined;
};

export const restrictedChecks: readonly VersionedCheck[] = [
  { check: allowPrivilegeEscalation, since: 8 },
  { check: capabilities, since: 22 },
  { check: procMount, since: USER_NAMESPACES_SINCE },
  { check: restrictedVolumes },
  { check: runAsNonRoot },
  { check: runAsUser, since: 23 },
  { check: seccompProfile, since: 19 },
];
