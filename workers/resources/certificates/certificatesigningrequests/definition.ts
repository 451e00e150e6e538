import type { AnyObject, KubeObject } from '../../../api/meta';
import { rfc3339 } from '../../../api/time';
import { define } from '../../define';
import type { Draft, StrategyContext } from '../../definition';
import { AGE_COLUMN, NAME_COLUMN, age, column, humanDuration, textOf } from '../../table';
import type { CertificateSigningRequest } from './types';
import { validateCertificateSigningRequest, validateRequestUpdate } from './validation';

/**
 * Source: pkg/registry/certificates/certificates/strategy.go, 1.36.
 */
export const certificateSigningRequests = define({
  group: 'certificates.k8s.io',
  resource: 'certificatesigningrequests',
  kind: 'CertificateSigningRequest',
  shortNames: ['csr'],
  namespaced: false,
  nameRule: () => [],
  hasStatus: true,
  subresources: [{ name: 'approval', kind: 'CertificateSigningRequest', verbs: ['get', 'patch', 'update'] }],
  fields: (object) => ({ 'spec.signerName': (object as unknown as CertificateSigningRequest).spec?.signerName ?? '' }),
  strategy: {
    prepareForCreate: (draft, { user, userInfo }) => {
      const { uid, groups, extra } = userInfo ?? {};
      const { request, signerName, expirationSeconds, usages } = draft.spec ?? {};
      const asked = { request, signerName, ...(expirationSeconds === undefined ? {} : { expirationSeconds }), usages };
      const by = { username: user, ...(uid ? { uid } : {}), ...(groups?.length ? { groups } : {}), ...(extra ? { extra } : {}) };
      draft.spec = { ...asked, ...by };
      draft.status = {};
    },
    prepareForUpdate,
    validate: validateCertificateSigningRequest,
    validateUpdate: validateRequestUpdate,
    validateStatusUpdate: validateRequestUpdate,
    metadataChecks: 'WDU',
    allowUnconditionalUpdate: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      AGE_COLUMN,
      column(
        'SignerName',
        'Requested signer for the request. It is a qualified name in the form: `scope-hostname.io/name`. If empty, it will be defaulted:\n 1. If it\'s a kubelet client certificate, it is assigned\n    "kubernetes.io/kube-apiserver-client-kubelet".\n 2. If it\'s a kubelet serving certificate, it is assigned\n    "kubernetes.io/kubelet-serving".\n 3. Otherwise, it is assigned "kubernetes.io/legacy-unknown".\nDistribution of trust for signers happens out of band. You can select on this field using `spec.signerName`.',
      ),
      column('Requestor', 'Base64-encoded PKCS#10 CSR data'),
      column('RequestedDuration', textOf('certificates.v1.CertificateSigningRequestSpec.expirationSeconds')),
      column('Condition', 'Conditions applied to the request, such as approval or denial.'),
    ],
    row: (object, nowMs) => {
      const { metadata, spec } = object as unknown as CertificateSigningRequest;
      const duration = spec.expirationSeconds === undefined ? '<none>' : humanDuration(spec.expirationSeconds * 1000);
      return [
        metadata.name,
        age(metadata.creationTimestamp, nowMs),
        spec.signerName || '<none>',
        spec.username ?? '',
        duration,
        outcome(object),
      ];
    },
  },
});

function outcome(object: AnyObject): string {
  const { conditions, certificate } = (object as unknown as CertificateSigningRequest).status ?? {};
  const has = (wanted: string) => (conditions ?? []).some(({ type }) => type === wanted);
  const verdict = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  return [verdict, ...(has('Failed') ? ['Failed'] : []), ...(certificate?.length ? ['Issued'] : [])].join(',');
}

/** What was asked for stays; the certificate comes by "status" alone. Conditions are dated. */
function prepareForUpdate(draft: Draft, before: KubeObject, { subresource, nowMs }: StrategyContext): void {
  const { spec, status = {} } = before as unknown as CertificateSigningRequest;
  draft.spec = spec;
  if (subresource !== 'status' && subresource !== 'approval') return void (draft.status = status);
  const { certificate, ...given } = draft.status ?? {};
  const kept = subresource === 'status' ? certificate : status.certificate;
  draft.status = { ...given, ...(kept === undefined ? {} : { certificate: kept }) };
  const now = rfc3339(nowMs);
  for (const condition of draft.status.conditions ?? []) {
    const known = status.conditions?.find((one) => one.type === condition.type && one.status === condition.status);
    condition.lastUpdateTime ??= now;
    condition.lastTransitionTime ??= known?.lastTransitionTime ?? now;
  }
}
