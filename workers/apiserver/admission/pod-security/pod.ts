/** The part of a pod that the standards look at, and the words their messages are made of. */
export interface SecurityContext {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly procMount?: string;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seccompProfile?: { readonly type: string };
  readonly seLinuxOptions?: { readonly type?: string; readonly user?: string; readonly role?: string };
  readonly appArmorProfile?: { readonly type: string };
  readonly windowsOptions?: { readonly hostProcess?: boolean };
  readonly sysctls?: readonly { readonly name: string }[];
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly securityContext?: SecurityContext;
  readonly ports?: readonly { readonly hostPort?: number }[];
  readonly livenessProbe?: Handler;
  readonly readinessProbe?: Handler;
  readonly startupProbe?: Handler;
  readonly lifecycle?: { readonly postStart?: Handler; readonly preStop?: Handler };
}

/** What a probe or hook asks, as far as it names a host. */
export interface Handler {
  readonly httpGet?: { readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
}

export interface PodSpec {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
  readonly securityContext?: SecurityContext;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly hostUsers?: boolean;
  readonly os?: { readonly name: string };
}

/** What a check found: "hostPort" and 'container "c" uses hostPort 80'. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

export type Annotations = Readonly<Record<string, string>>;

/** `minor` is the version of the standard, 36 of v1.36. */
export type Check = (spec: PodSpec, minor: number, annotations: Annotations) => Violation | undefined;

/** A check, and the versions it is part of the standard in. */
export interface VersionedCheck {
  readonly check: Check;
  /** First of them; absent: since v1.0. */
  readonly since?: number;
  /** Since then the restricted standard has a stricter check in its place. */
  readonly replacedSince?: number;
}

/** Pods in a user namespace of their own may do more since then. */
export const USER_NAMESPACES_SINCE = 35;
/** Windows pods are excused from what only Linux has since then. */
export const WINDOWS_SINCE = 25;

export function containersOf(spec: PodSpec): readonly Container[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
}

/** Names of the containers that `test` holds for. */
export function namesWhere(spec: PodSpec, test: (context: SecurityContext, container: Container) => boolean): string[] {
  return containersOf(spec)
    .filter((container) => test(container.securityContext ?? {}, container))
    .map(({ name }) => name);
}

export function quoted(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(', ');
}

export function sortedSet(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

export function plural(one: string, many: string, count: number): string {
  return count === 1 ? one : many;
}

/** 'container "a"', 'containers "a", "b"'. */
export function containersText(names: readonly string[]): string {
  return `${plural('container', 'containers', names.length)} ${quoted(names)}`;
}

/** 'pod', 'pod and container "a"', 'container "a"'; "" for neither. */
export function setters(pod: boolean, names: readonly string[]): string {
  return [...(pod ? ['pod'] : []), ...(names.length ? [containersText(names)] : [])].join(' and ');
}
