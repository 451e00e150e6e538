/** The baseline standard (source: k8s.io/pod-security-admission/policy, 1.36), in the order of upstream's check names. */
import { USER_NAMESPACES_SINCE, containersOf, containersText, namesWhere, plural, quoted, setters, sortedSet } from './pod';
import type { Check, Container, PodSpec, VersionedCheck } from './pod';

const CAPABILITIES = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(' '),
);
const SELINUX_TYPES = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t']);
const ENGINE_TYPE_SINCE = 31;
/** Safe kernel parameters, and the version that each became one in. */
const SYSCTLS: Readonly<Record<string, number>> = {
  'kernel.shm_rmid_forced': 0,
  'net.ipv4.ip_local_port_range': 0,
  'net.ipv4.ip_unprivileged_port_start': 0,
  'net.ipv4.ping_group_range': 0,
  'net.ipv4.tcp_syncookies': 0,
  'net.ipv4.ip_local_reserved_ports': 27,
  'net.ipv4.tcp_fin_timeout': 29,
  'net.ipv4.tcp_keepalive_intvl': 29,
  'net.ipv4.tcp_keepalive_probes': 29,
  'net.ipv4.tcp_keepalive_time': 29,
  'net.ipv4.tcp_rmem': 32,
  'net.ipv4.tcp_wmem': 32,
};
const CONFINED = new Set(['RuntimeDefault', 'Localhost']);

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';

const appArmorProfile: Check = (spec, _minor, annotations) => {
  const bad = (type: string | undefined) => type !== undefined && !CONFINED.has(type);
  const names = namesWhere(spec, ({ appArmorProfile: profile }) => bad(profile?.type));
  const own = bad(spec.securityContext?.appArmorProfile?.type);
  const types = [spec.securityContext, ...containersOf(spec).map(({ securityContext }) => securityContext)].flatMap((context) =>
    bad(context?.appArmorProfile?.type) ? [context?.appArmorProfile?.type as string] : [],
  );
  const isAllowed = (profile: string) => profile === '' || profile === 'runtime/default' || profile.startsWith('localhost/');
  const noted = Object.entries(annotations)
    .filter(([key, profile]) => key.startsWith(APP_ARMOR) && !isAllowed(profile))
    .map(([key, profile]) => `${key}="${profile}"`)
    .sort();
  const values = [...sortedSet(types), ...noted];
  if (values.length === 0) return undefined;
  const who = [setters(own, names), noted.length ? plural('annotation', 'annotations', noted.length) : ''].filter(Boolean).join(' and ');
  return {
    reason: plural('forbidden AppArmor profile', 'forbidden AppArmor profiles', values.length),
    detail: `${who} must not set AppArmor profile type to ${quoted(values)}`,
  };
};

const capabilities: Check = (spec) => {
  const forbidden = (added: readonly string[] = []) => added.filter((capability) => !CAPABILITIES.has(capability));
  const names = namesWhere(spec, (context) => forbidden(context.capabilities?.add).length > 0);
  if (names.length === 0) return undefined;
  const added = sortedSet(containersOf(spec).flatMap(({ securityContext }) => forbidden(securityContext?.capabilities?.add)));
  return {
    reason: 'non-default capabilities',
    detail: `${containersText(names)} must not include ${quoted(added)} in securityContext.capabilities.add`,
  };
};

const hostNamespaces: Check = (spec) => {
  const used = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field]);
  return used.length ? { reason: 'host namespaces', detail: used.map((field) => `${field}=true`).join(', ') } : undefined;
};

const hostPathVolumes: Check = (spec) => {
  const names = (spec.volumes ?? []).filter((volume) => volume.hostPath !== undefined).map((volume) => String(volume.name));
  return names.length ? { reason: 'hostPath volumes', detail: `${plural('volume', 'volumes', names.length)} ${quoted(names)}` } : undefined;
};

const hostPorts: Check = (spec) => {
  const names = namesWhere(spec, (_context, container) => (container.ports ?? []).some(({ hostPort }) => !!hostPort));
  if (names.length === 0) return undefined;
  const ports = sortedSet(
    containersOf(spec).flatMap((container) => (container.ports ?? []).flatMap(({ hostPort }) => (hostPort ? [String(hostPort)] : []))),
  );
  return {
    reason: 'hostPort',
    detail: `${containersText(names)} ${plural('uses', 'use', names.length)} ${plural('hostPort', 'hostPorts', ports.length)} ${ports.join(', ')}`,
  };
};

const hostProbesAndHostLifecycle: Check = (spec) => {
  const hostsOf = ({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container) =>
    [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop].flatMap((handler) =>
      [handler?.httpGet?.host, handler?.tcpSocket?.host].filter((host): host is string => !!host),
    );
  const names = sortedSet(namesWhere(spec, (_context, container) => hostsOf(container).length > 0));
  if (names.length === 0) return undefined;
  const hosts = sortedSet(containersOf(spec).flatMap(hostsOf));
  const reason = 'probe or lifecycle host';
  return {
    reason,
    detail: `${containersText(names)} ${plural('uses', 'use', names.length)} ${plural(reason, `${reason}s`, hosts.length)} ${quoted(hosts)}`,
  };
};

const privileged: Check = (spec) => {
  const names = namesWhere(spec, (context) => context.privileged === true);
  return names.length
    ? { reason: 'privileged', detail: `${containersText(names)} must not set securityContext.privileged=true` }
    : undefined;
};

export const procMount: Check = (spec) => {
  const unmasked = (type: string | undefined) => type !== undefined && type !== 'Default';
  const names = namesWhere(spec, (context) => unmasked(context.procMount));
  if (names.length === 0) return undefined;
  const values = sortedSet(
    containersOf(spec).flatMap(({ securityContext }) =>
      unmasked(securityContext?.procMount) ? [securityContext?.procMount as string] : [],
    ),
  );
  return { reason: 'procMount', detail: `${containersText(names)} must not set securityContext.procMount to ${quoted(values)}` };
};

const procMountOfOwnUsers: Check = (spec, minor) =>
  minor >= USER_NAMESPACES_SINCE && spec.hostUsers === false ? undefined : procMount(spec, minor, {});

const seLinuxOptions: Check = (spec, minor) => {
  const allowed = (type = '') => SELINUX_TYPES.has(type) || (minor >= ENGINE_TYPE_SINCE && type === 'container_engine_t');
  type Options = NonNullable<NonNullable<PodSpec['securityContext']>['seLinuxOptions']>;
  const bad = (options: Options | undefined) => options !== undefined && (!allowed(options.type) || !!options.user || !!options.role);
  const names = namesWhere(spec, (context) => bad(context.seLinuxOptions));
  const own = bad(spec.securityContext?.seLinuxOptions);
  if (!own && names.length === 0) return undefined;
  const all = [spec.securityContext, ...containersOf(spec).map(({ securityContext }) => securityContext)].flatMap((context) =>
    context?.seLinuxOptions ? [context.seLinuxOptions] : [],
  );
  const types = sortedSet(all.flatMap(({ type = '' }) => (allowed(type) ? [] : [type])));
  const details = [
    ...(types.length ? [`${plural('type', 'types', types.length)} ${quoted(types)}`] : []),
    ...(all.some(({ user }) => user) ? ['user may not be set'] : []),
    ...(all.some(({ role }) => role) ? ['role may not be set'] : []),
  ];
  return { reason: 'seLinuxOptions', detail: `${setters(own, names)} set forbidden securityContext.seLinuxOptions: ${details.join('; ')}` };
};

const seccompProfile: Check = (spec) => {
  const bad = (type: string | undefined) => type === 'Unconfined';
  const names = namesWhere(spec, (context) => bad(context.seccompProfile?.type));
  const own = bad(spec.securityContext?.seccompProfile?.type);
  return own || names.length
    ? { reason: 'seccompProfile', detail: `${setters(own, names)} must not set securityContext.seccompProfile.type to "Unconfined"` }
    : undefined;
};

const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';

/** Before v1.19 there were only annotations. */
const seccompAnnotations: Check = (spec, _minor, annotations) => {
  const isAllowed = (profile: string) => ['runtime/default', 'docker/default'].includes(profile) || profile.startsWith('localhost/');
  const keys = [SECCOMP_POD, ...containersOf(spec).map(({ name }) => SECCOMP_CONTAINER + name)];
  const bad = keys.filter((key) => annotations[key] !== undefined && !isAllowed(annotations[key]));
  if (bad.length === 0) return undefined;
  const shown = sortedSet(bad.map((key) => `${key}="${annotations[key]}"`));
  return { reason: 'seccompProfile', detail: `forbidden ${plural('annotation', 'annotations', shown.length)} ${shown.join(', ')}` };
};

const sysctls: Check = (spec, minor) => {
  const safe = (name: string) => Object.hasOwn(SYSCTLS, name) && minor >= (SYSCTLS[name] as number);
  const names = (spec.securityContext?.sysctls ?? []).map(({ name }) => name).filter((name) => !safe(name));
  return names.length ? { reason: 'forbidden sysctls', detail: names.join(', ') } : undefined;
};

const windowsHostProcess: Check = (spec) => {
  const names = namesWhere(spec, (context) => context.windowsOptions?.hostProcess === true);
  const own = spec.securityContext?.windowsOptions?.hostProcess === true;
  return own || names.length
    ? { reason: 'hostProcess', detail: `${setters(own, names)} must not set securityContext.windowsOptions.hostProcess=true` }
    : undefined;
};

/** In the order of upstream's check names. */
export const baselineChecks: readonly VersionedCheck[] = [
  { check: appArmorProfile },
  { check: capabilities, replacedSince: 22 },
  { check: hostNamespaces },
  { check: hostPathVolumes, replacedSince: 0 },
  { check: hostPorts },
  { check: hostProbesAndHostLifecycle, since: 34 },
  { check: privileged },
  { check: procMountOfOwnUsers, replacedSince: USER_NAMESPACES_SINCE },
  { check: seLinuxOptions },
  { check: (spec, minor, annotations) => (minor < 19 ? seccompAnnotations : seccompProfile)(spec, minor, annotations), replacedSince: 19 },
  { check: sysctls },
  { check: windowsHostProcess },
];
