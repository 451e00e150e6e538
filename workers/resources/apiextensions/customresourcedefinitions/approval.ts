/** Groups under k8s.io and kubernetes.io belong to the project (source: apiextensions-apiserver/pkg/apihelpers/helpers.go, 1.36). */
import { invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';

const ANNOTATION = 'api-approved.kubernetes.io';
const SEE = 'see https://github.com/kubernetes/enhancements/pull/1111';
const NEEDED = `protected groups must have approval annotation "${ANNOTATION}"`;

type Annotations = Readonly<Record<string, string>> | undefined;

interface Approval {
  readonly state: 'Approved' | 'Unapproved' | 'Missing' | 'Invalid';
  readonly message: string;
}

/** undefined for groups that need none. */
export function approvalOf(group: string | undefined, annotations: Annotations): Approval | undefined {
  if (!group || !/(^|\.)(k8s|kubernetes)\.io$/.test(group)) return undefined;
  const given = annotations?.[ANNOTATION] ?? '';
  if (given === '') return { state: 'Missing', message: `${NEEDED}, ${SEE}` };
  if (given.startsWith('unapproved')) return { state: 'Unapproved', message: `not approved: ${JSON.stringify(given)}` };
  if (/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/]+/.test(given)) return { state: 'Approved', message: `approved in ${given}` };
  return { state: 'Invalid', message: `${NEEDED} with either a URL or a reason starting with "unapproved", ${SEE}` };
}

/** What is as it was before (`old`) may stay as it is. */
export function validateApproval(
  group: string | undefined,
  annotations: Annotations,
  old: { readonly annotations: Annotations } | undefined,
): FieldError[] {
  const approval = approvalOf(group, annotations);
  if (!approval || (old && approvalOf(group, old.annotations)?.state === approval.state)) return [];
  const field = `metadata.annotations[${ANNOTATION}]`;
  if (approval.state === 'Missing') return [required(field, approval.message)];
  return approval.state === 'Invalid' ? [invalid(field, annotations?.[ANNOTATION], approval.message)] : [];
}
