/**
 * Who may approve and sign requests for certificates, and what may be asked of the API server's own signer
 * (source: k8s.io/kubernetes/plugin/pkg/admission/certificates/{approval,signing,subjectrestriction}, 1.36).
 */
import { forbidden } from '../../api/status';
import type { Status } from '../../api/status';
import type { AnyObject } from '../../api/meta';
import { MASTERS } from '../../api/user-info';
import { deepEqual } from '../../lib/equal';
import { organizationsOf } from '../../resources/certificates/certificatesigningrequests/asn1';
import { requestBytes } from '../../resources/certificates/certificatesigningrequests/validation';
import type { AdmissionPlugin, AdmissionRequest } from './plugin';

const GROUP = 'certificates.k8s.io';
const RESOURCE = 'certificatesigningrequests';
const CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client';

interface Request extends AnyObject {
  readonly spec?: { readonly signerName?: string; readonly request?: string };
  readonly status?: { readonly certificate?: string; readonly conditions?: readonly object[] };
}

export const certificateApproval: AdmissionPlugin = {
  name: 'CertificateApproval',
  validate: (request) => (isWrite(request, 'approval') ? checkSigner(request, 'approve') : undefined),
};

export const certificateSigning: AdmissionPlugin = {
  name: 'CertificateSigning',
  validate(request) {
    if (!isWrite(request, 'status')) return undefined;
    const [after, before] = [request.object, request.before].map((object) => (object as Request | undefined)?.status ?? {});
    const isSame = after?.certificate === before?.certificate && deepEqual(after?.conditions ?? [], before?.conditions ?? []);
    return isSame ? undefined : checkSigner(request, 'sign');
  },
};

export const certificateSubjectRestriction: AdmissionPlugin = {
  name: 'CertificateSubjectRestriction',
  validate({ scope, operation, object, name }) {
    const { group, resource } = scope.definition;
    if (operation !== 'CREATE' || group !== GROUP || resource !== RESOURCE || scope.subresource) return undefined;
    const { signerName, request } = (object as Request | undefined)?.spec ?? {};
    if (signerName !== CLIENT_SIGNER || !organizationsOf(requestBytes(request) ?? []).includes(MASTERS)) return undefined;
    return forbidden(GROUP, RESOURCE, name, `use of ${CLIENT_SIGNER} signer with ${MASTERS} group is not allowed`);
  },
};

function isWrite({ scope, operation }: AdmissionRequest, subresource: string): boolean {
  const { group, resource } = scope.definition;
  return operation === 'UPDATE' && group === GROUP && resource === RESOURCE && scope.subresource === subresource;
}

/** The signer that was asked counts, by its own name or that of its whole domain. */
function checkSigner({ scope, before, name }: AdmissionRequest, verb: 'approve' | 'sign'): Status | undefined {
  const signer = (before as Request | undefined)?.spec?.signerName ?? '';
  const names = [signer, `${signer.split('/')[0]}/*`];
  const attributes = { user: scope.userInfo, verb, group: GROUP, resource: 'signers', subresource: '', namespace: '' };
  if (names.some((one) => scope.backend.access.authorizer.authorize({ ...attributes, name: one }).allowed)) return undefined;
  return forbidden(GROUP, RESOURCE, name, `user not permitted to ${verb} requests with signerName ${JSON.stringify(signer)}`);
}
