import type { ICertificateSigningRequest } from 'kubernetes-models/certificates.k8s.io/v1';
import type { Stored } from '../../stored';

export type CertificateSigningRequest = Stored<ICertificateSigningRequest>;
