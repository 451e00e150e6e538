/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateVolumes, 1.36. */
import { duplicate, forbiddenField, invalid, notSupported, required, tooLong } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { isDns1123Label, isDns1123Subdomain } from '../../../../api/names';
import { parseQuantity } from '../../../../api/quantity';
import { pushInvalid } from '../../../validation/labels';
import { validateClaimTemplate } from './claim-template';
import { needed, validateMode } from './paths';
import type { PodSpec } from './pod-spec';
import { validateDownwardItem, validateItems, validateProjected } from './projected';
import { SHARED_SOURCES, validateGitRepo } from './volume-sources';

type Volume = NonNullable<PodSpec['volumes']>[number];

/** The pod's volumes by name, as containers may mount them. */
export type Volumes = ReadonlyMap<string, Volume>;

const NO_VOLUMES: Volumes = new Map();
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const ISCSI_NAME_MAX = 64;
const DRIVER_NAME_MAX = 63;
/** In the order in which upstream looks at them. */
const SOURCES = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
] as const;
/** Names that upstream spells differently when it refuses a second source. */
const SECOND: Readonly<Record<string, string>> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

/** Returns the volumes without faults. `podName` is that of a pod, absent in templates. */
export function validateVolumes(volumes: PodSpec['volumes'], podName: string | undefined, field: string, errors: FieldError[]): Volumes {
  if (!volumes?.length) return NO_VOLUMES;
  const names = new Set<string>();
  const known = new Map<string, Volume>();
  const claims = new Set(volumes.flatMap(({ name, ephemeral }) => (ephemeral && podName && name ? [`${podName}-${name}`] : [])));
  for (const [index, volume] of volumes.entries()) {
    const at = `${field}[${index}]`;
    const before = errors.length;
    const name = volume.name ?? '';
    validateSource(volume, podName, at, errors);
    if (name === '') errors.push(required(`${at}.name`));
    else pushInvalid(errors, `${at}.name`, name, isDns1123Label(name));
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    if (errors.length === before) {
      names.add(name);
      known.set(name, volume);
    }
    const { claimName } = volume.persistentVolumeClaim ?? {};
    if (claimName !== undefined && claims.has(claimName)) {
      errors.push(
        invalid(`${at}.persistentVolumeClaim.claimName`, claimName, 'must not reference a PVC that gets created for an ephemeral volume'),
      );
    }
  }
  return known;
}

function validateSource(volume: Volume, podName: string | undefined, at: string, errors: FieldError[]): void {
  let found = false;
  for (const source of SOURCES) {
    if (!volume[source]) continue;
    if (found) {
      errors.push(forbiddenField(`${at}.${SECOND[source] ?? source}`, 'may not specify more than 1 volume type'));
    } else {
      found = true;
      validateKind(source, volume, podName, at, errors);
    }
    if (source === 'iscsi') validateIscsiLength(volume, at, errors);
  }
  if (!found) errors.push(required(at, 'must specify a volume type'));
}

function validateKind(
  source: (typeof SOURCES)[number],
  volume: Volume,
  podName: string | undefined,
  volumeAt: string,
  errors: FieldError[],
): void {
  const at = `${volumeAt}.${source}`;
  switch (source) {
    case 'emptyDir':
      if ((parseQuantity(volume.emptyDir?.sizeLimit ?? '0')?.nano ?? 0n) < 0n) {
        errors.push(forbiddenField(`${at}.sizeLimit`, 'SizeLimit field must be a valid resource quantity'));
      }
      return;
    case 'gitRepo':
      return validateGitRepo(volume.gitRepo, at, errors);
    case 'secret':
      needed(volume.secret?.secretName, `${at}.secretName`, errors);
      validateMode(volume.secret?.defaultMode, `${at}.defaultMode`, errors);
      return validateItems(volume.secret?.items, `${at}.items`, errors);
    case 'configMap':
      needed(volume.configMap?.name, `${at}.name`, errors);
      validateMode(volume.configMap?.defaultMode, `${at}.defaultMode`, errors);
      return validateItems(volume.configMap?.items, `${at}.items`, errors);
    case 'persistentVolumeClaim':
      return needed(volume.persistentVolumeClaim?.claimName, `${at}.claimName`, errors);
    case 'downwardAPI':
      validateMode(volume.downwardAPI?.defaultMode, `${at}.defaultMode`, errors);
      for (const item of volume.downwardAPI?.items ?? []) validateDownwardItem(item, at, errors);
      return;
    case 'projected':
      return validateProjected(volume.projected ?? { sources: [] }, at, errors);
    case 'csi':
      return validateCsi(volume.csi, at, errors);
    case 'ephemeral':
      return validateEphemeral(volume, podName, volumeAt, errors);
    case 'image':
      if (podName !== undefined) needed(volume.image?.reference, `${at}.reference`, errors);
      return validateImage(volume.image, at, errors);
    default:
      SHARED_SOURCES[source]?.(volume[source], at, errors);
  }
}

function validateIscsiLength({ name = '', iscsi }: Volume, at: string, errors: FieldError[]): void {
  if (iscsi?.initiatorName === undefined || `${name}:${iscsi.targetPortal ?? ''}`.length <= ISCSI_NAME_MAX) return;
  const why = 'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
  errors.push(invalid(`${at}.name`, name, why));
}

/** Drivers of pods and PersistentVolumes. */
export function validateDriverName(driver: string, field: string, errors: FieldError[]): void {
  needed(driver, field, errors);
  if (driver.length > DRIVER_NAME_MAX) errors.push(tooLong(field, DRIVER_NAME_MAX));
  if (driver !== '') pushInvalid(errors, field, driver, isDns1123Subdomain(driver.toLowerCase()));
}

function validateCsi(csi: Volume['csi'], at: string, errors: FieldError[]): void {
  validateDriverName(csi?.driver ?? '', `${at}.driver`, errors);
  const secret = csi?.nodePublishSecretRef;
  if (!secret) return;
  if (!secret.name) errors.push(required(`${at}.nodePublishSecretRef.name`));
  else pushInvalid(errors, `${at}.name`, secret.name, isDns1123Subdomain(secret.name));
}

/** The claim is named after the pod and the volume. */
function validateEphemeral({ name, ephemeral }: Volume, podName: string | undefined, volumeAt: string, errors: FieldError[]): void {
  const at = `${volumeAt}.ephemeral.volumeClaimTemplate`;
  if (ephemeral?.volumeClaimTemplate) validateClaimTemplate(ephemeral.volumeClaimTemplate, at, errors);
  else errors.push(required(at));
  if (!podName || !name) return;
  const claim = `${podName}-${name}`;
  for (const message of isDns1123Subdomain(claim)) errors.push(invalid(`${volumeAt}.name`, name, `PVC name "${claim}": ${message}`));
}

function validateImage(image: Volume['image'], at: string, errors: FieldError[]): void {
  const policy: string = image?.pullPolicy ?? '';
  if (policy === '') errors.push(required(`${at}.pullPolicy`));
  else if (!PULL_POLICIES.includes(policy)) errors.push(notSupported(`${at}.pullPolicy`, policy, PULL_POLICIES));
}
