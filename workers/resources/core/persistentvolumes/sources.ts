/** The volume sources of PersistentVolumes, where they differ from pods' (source: validation.go ValidatePersistentVolumeSpec, 1.36). */
import { forbiddenField, invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { isDns1123Label, isDns1123Subdomain } from '../../../api/names';
import { needed, validatePathNoBacksteps } from '../pods/validation/paths';
import { SHARED_SOURCES } from '../pods/validation/volume-sources';
import { pushInvalid } from '../../validation/labels';
import { validateDriverName } from '../../storage/csinodes/validation';
import type { PersistentVolume } from './types';

type Spec = NonNullable<PersistentVolume['spec']>;
type Csi = NonNullable<Spec['csi']>;
type SecretRef = { readonly name?: string; readonly namespace?: string };

/** In upstream's order; only the first is looked into, and flexVolume, which may come beside it. */
export const SOURCES = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
] as const;

/** What is said of iSCSI names in pods only. */
const POD_WORDS = ' starting with iqn, eui, or naa';
const CSI_SECRETS = ['controllerPublishSecretRef', 'controllerExpandSecretRef', 'nodePublishSecretRef', 'nodeExpandSecretRef'] as const;

export function validateSources(spec: Spec, field: string, errors: FieldError[]): void {
  const [first, ...others] = SOURCES.filter((source) => spec[source]);
  if (!first) {
    errors.push(required(field, 'must specify a volume type'));
    return;
  }
  validateSource(spec, first, `${field}.${first}`, errors);
  for (const source of others) {
    if (source === 'flexVolume') validateSource(spec, source, `${field}.${source}`, errors);
    else errors.push(forbiddenField(`${field}.${source === 'cephfs' ? 'cephFS' : source}`, 'may not specify more than 1 volume type'));
  }
}

function validateSource(spec: Spec, source: (typeof SOURCES)[number], at: string, errors: FieldError[]): void {
  if (source === 'csi') return validateCsi(spec.csi as Csi, at, errors);
  if (source === 'local') return validateLocal(spec, at, errors);
  if (source === 'storageos') return validateStorageOs(spec.storageos as NonNullable<Spec['storageos']>, at, errors);
  const shared: FieldError[] = [];
  SHARED_SOURCES[source]?.(spec[source], at, shared);
  errors.push(...shared.map((error) => ({ ...error, message: error.message.replace(POD_WORDS, '') })));
  const { iscsi, cinder, azureFile, glusterfs } = spec;
  if (source === 'iscsi' && iscsi?.secretRef) needed(iscsi.secretRef.name, `${at}.secretRef.name`, errors);
  if (source === 'cinder' && cinder?.secretRef) needed(cinder.secretRef.namespace, `${at}.secretRef.namespace`, errors);
  if (source === 'azureFile' && azureFile?.secretNamespace === '') errors.push(required(`${at}.secretNamespace`));
  const namespace = source === 'glusterfs' ? glusterfs?.endpointsNamespace : undefined;
  if (namespace === '') {
    const text = 'if the endpointnamespace is set, it must be a valid namespace name';
    errors.push(invalid(`${at}.endpointsNamespace`, '', text));
  } else if (namespace) pushInvalid(errors, `${at}.endpointsNamespace`, namespace, isDns1123Label(namespace));
}

/** Only claims on the volume's own node can use it. */
function validateLocal({ local, nodeAffinity }: Spec, at: string, errors: FieldError[]): void {
  if (local?.path) validatePathNoBacksteps(local.path, `${at}.path`, errors);
  else errors.push(required(`${at}.path`));
  if (!nodeAffinity) errors.push(required(at.replace(/local$/, 'nodeAffinity'), 'Local volume requires node affinity'));
}

function validateStorageOs(
  { volumeName, volumeNamespace, secretRef }: NonNullable<Spec['storageos']>,
  at: string,
  errors: FieldError[],
): void {
  if (volumeName) pushInvalid(errors, `${at}.volumeName`, volumeName, isDns1123Label(volumeName));
  else errors.push(required(`${at}.volumeName`));
  if (volumeNamespace) pushInvalid(errors, `${at}.volumeNamespace`, volumeNamespace, isDns1123Label(volumeNamespace));
  if (!secretRef) return;
  needed(secretRef.name, `${at}.secretRef.name`, errors);
  needed(secretRef.namespace, `${at}.secretRef.namespace`, errors);
}

function validateCsi(csi: Csi, at: string, errors: FieldError[]): void {
  validateDriverName(csi.driver ?? '', `${at}.driver`, errors);
  needed(csi.volumeHandle, `${at}.volumeHandle`, errors);
  for (const field of CSI_SECRETS) if (csi[field]) validateSecret(csi[field], `${at}.${field}`, errors);
}

function validateSecret({ name, namespace }: SecretRef, at: string, errors: FieldError[]): void {
  if (name) pushInvalid(errors, `${at}.name`, name, isDns1123Subdomain(name));
  else errors.push(required(`${at}.name`));
  if (namespace) pushInvalid(errors, `${at}.namespace`, namespace, isDns1123Label(namespace));
  else errors.push(required(`${at}.namespace`));
}
