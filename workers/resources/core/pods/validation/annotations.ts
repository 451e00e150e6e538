/** Annotations that pods and their templates carry (source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go, 1.36). */
import { forbiddenField, invalid } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { complaintOf } from '../../../../lib/go-json-error';
import { jsonKind } from '../../../schema/numbers';
import { MIRROR } from '../mirror';
import { validateLocalDescendingPath } from './paths';
import type { PodSpec } from './pod-spec';
import { validateTolerations } from './tolerations';

type Annotations = Readonly<Record<string, string>> | undefined;

const TOLERATIONS = 'scheduler.alpha.kubernetes.io/tolerations';
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SECCOMP_PLAIN = ['runtime/default', 'docker/default', 'unconfined'];
const MAX_INT32 = 2_147_483_647;

/** A pod's and a template's alike. */
export function validateTemplateAnnotations(annotations: Annotations, spec: PodSpec | undefined, at: string, errors: FieldError[]): void {
  if (!annotations) return;
  const mirror = annotations[MIRROR];
  if (mirror !== undefined && !spec?.nodeName) {
    errors.push(invalid(`${at}[${MIRROR}]`, mirror, 'must set spec.nodeName if mirror pod annotation is set'));
  }
  validateTolerationsText(annotations[TOLERATIONS], at, errors);
  const cost = annotations[DELETION_COST];
  if (cost !== undefined && !isCost(cost)) errors.push(invalid(`${at}[${DELETION_COST}]`, cost, 'must be a 32bit integer'));
  const ofPod = annotations[SECCOMP_POD];
  if (ofPod !== undefined) validateSeccomp(ofPod, `${at}.${SECCOMP_POD}`, errors);
  for (const [key, profile] of Object.entries(annotations)) {
    if (key.startsWith(SECCOMP_CONTAINER)) validateSeccomp(profile, `${at}.${key}`, errors);
  }
  for (const [key, profile] of Object.entries(annotations)) {
    if (key.startsWith(APP_ARMOR)) validateAppArmor(key, profile, spec, at, errors);
  }
}

/** Where tolerations were before they had a field. */
function validateTolerationsText(text: string | undefined, at: string, errors: FieldError[]): void {
  if (!text) return;
  const complaint = complaintOf(text) ?? misfitOf(JSON.parse(text));
  if (complaint !== undefined) errors.push(invalid(at, TOLERATIONS, complaint));
  else validateTolerations(tolerationsIn(text), `${at}.${TOLERATIONS}`, errors);
}

function tolerationsIn(text: string): PodSpec['tolerations'] {
  const given = JSON.parse(text) as readonly (object | null)[] | null;
  const withoutNulls = (item: object | null) => Object.fromEntries(Object.entries(item ?? {}).filter(([, value]) => value !== null));
  return (given ?? []).map(withoutNulls) as PodSpec['tolerations'];
}

const TEXTS = ['key', 'operator', 'value', 'effect'];

/** The first value of a type that Go cannot read a list of tolerations from. */
function misfitOf(given: unknown): string | undefined {
  const refused = (value: unknown, into: string) => `json: cannot unmarshal ${jsonKind(value)} into Go ${into}`;
  if (!Array.isArray(given)) return given === null ? undefined : refused(given, 'value of type []core.Toleration');
  for (const item of given as unknown[]) {
    if (typeof item !== 'object' || Array.isArray(item)) return refused(item, 'value of type core.Toleration');
    for (const [name, value] of Object.entries(item ?? {})) {
      const type = TEXTS.includes(name) ? 'string' : name === 'tolerationSeconds' ? 'int64' : undefined;
      if (!type || value === null || typeof value === (type === 'string' ? 'string' : 'number')) continue;
      return refused(value, `struct field Toleration.${name[0]?.toUpperCase()}${name.slice(1)} of type ${type}`);
    }
  }
  return undefined;
}

export function validateAnnotationsUpdate(after: Annotations, before: Annotations, at: string, errors: FieldError[]): void {
  const check = (key: string, how: string): void => {
    if (key.startsWith(APP_ARMOR)) errors.push(forbiddenField(`${at}[${key}]`, `may not ${how} AppArmor annotations`));
    if (key === MIRROR) errors.push(forbiddenField(`${at}[${key}]`, `may not ${how} mirror pod annotation`));
  };
  for (const key of Object.keys(before ?? {})) {
    if (after?.[key] !== before?.[key]) check(key, 'remove or update');
  }
  for (const key of Object.keys(after ?? {})) {
    if (before?.[key] === undefined) check(key, 'add');
  }
}

/** Annotations and the fields that replaced them say the same: of templates always, of pods when they are created. */
export function validateProfilesAgree(annotations: Annotations, spec: PodSpec, at: string, errors: FieldError[]): void {
  if (!annotations) return;
  const ofPod = spec.securityContext?.seccompProfile;
  if (ofPod) compareProfiles(annotations[SECCOMP_POD], ofPod, 'seccomp', `${at}.securityContext.seccompProfile`, errors);
  const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const;
  for (const list of lists) {
    for (const [index, { name, securityContext }] of (spec[list] ?? []).entries()) {
      const profile = securityContext?.seccompProfile;
      const field = `${at}.${list}[${index}].securityContext.seccompProfile`;
      if (profile) compareProfiles(annotations[SECCOMP_CONTAINER + name], profile, 'seccomp', field, errors);
    }
  }
  if (spec.os?.name === 'windows') return;
  for (const list of lists) {
    for (const [index, { name, securityContext }] of (spec[list] ?? []).entries()) {
      const profile = securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile;
      const field = `${at}.${list}[${index}].securityContext.appArmorProfile`;
      if (profile) compareProfiles(annotations[APP_ARMOR + name], profile, 'apparmor', field, errors);
    }
  }
}

type Profile = { readonly type: string; readonly localhostProfile?: string };

function compareProfiles(
  text: string | undefined,
  profile: Profile,
  kind: 'seccomp' | 'apparmor',
  field: string,
  errors: FieldError[],
): void {
  if (text === undefined) return;
  const local = 'localhost/';
  const defaults = kind === 'seccomp' ? ['runtime/default', 'docker/default'] : ['runtime/default'];
  const agrees =
    profile.type === 'Unconfined'
      ? text === 'unconfined'
      : profile.type === 'RuntimeDefault'
        ? defaults.includes(text)
        : profile.type !== 'Localhost' || text.startsWith(local);
  if (!agrees) {
    errors.push(forbiddenField(`${field}.type`, `${kind} type in annotation and field must match`));
  } else if (profile.type === 'Localhost' && text.slice(local.length) !== profile.localhostProfile) {
    errors.push(forbiddenField(`${field}.localhostProfile`, `${kind} profile in annotation and field must match`));
  }
}

function validateSeccomp(profile: string, field: string, errors: FieldError[]): void {
  if (SECCOMP_PLAIN.includes(profile)) return;
  if (profile.startsWith('localhost/')) validateLocalDescendingPath(profile.slice('localhost/'.length), field, errors);
  else errors.push(invalid(field, profile, 'must be a valid seccomp profile'));
}

function validateAppArmor(key: string, profile: string, spec: PodSpec | undefined, at: string, errors: FieldError[]): void {
  const name = key.slice(APP_ARMOR.length);
  const all = [...(spec?.initContainers ?? []), ...(spec?.containers ?? []), ...(spec?.ephemeralContainers ?? [])];
  if (!all.some((container) => container.name === name)) errors.push(invalid(`${at}[${key}]`, name, 'container not found'));
  if (profile !== '' && profile !== 'runtime/default' && profile !== 'unconfined' && !profile.startsWith('localhost/')) {
    errors.push(invalid(`${at}[${key}]`, profile, `invalid AppArmor profile name: ${JSON.stringify(profile)}`));
  }
}

/** As strconv.ParseInt reads it, without a leading "+" or zeros. */
function isCost(text: string): boolean {
  if (!/^(0|-?[1-9]\d*)$/.test(text)) return false;
  return Number(text) <= MAX_INT32 && Number(text) >= -MAX_INT32 - 1;
}
