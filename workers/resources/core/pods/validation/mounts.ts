/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateVolumeMounts and ValidateVolumeDevices, 1.36. */
import { forbiddenField, invalid, notFoundField, notSupported, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import type { Container } from './containers';
import { needed, validateLocalDescendingPath } from './paths';
import type { Volumes } from './volumes';

type Mount = NonNullable<Container['volumeMounts']>[number];
type Device = NonNullable<Container['volumeDevices']>[number];
/** Of every volume that is used the path it was given last. */
type Paths = ReadonlyMap<string, string>;

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];
const RECURSIVE = ['Disabled', 'Enabled', 'IfPossible'];

export function validateMounts(container: Container, at: string, volumes: Volumes, errors: FieldError[]): void {
  const mounts = container.volumeMounts ?? [];
  const devices = container.volumeDevices ?? [];
  if (mounts.length === 0 && devices.length === 0) return;
  const devicePaths: Paths = new Map(devices.map(({ name = '', devicePath = '' }) => [name, devicePath]));
  const paths = new Set<string>();
  for (const [index, mount] of mounts.entries()) {
    const field = `${at}.volumeMounts[${index}]`;
    const { name = '', mountPath = '' } = mount;
    needed(name, `${field}.name`, errors);
    if (!volumes.has(name)) errors.push(notFoundField(`${field}.name`, name));
    needed(mountPath, `${field}.mountPath`, errors);
    if (paths.has(mountPath)) errors.push(invalid(`${field}.mountPath`, mountPath, 'must be unique'));
    paths.add(mountPath);
    if (devicePaths.has(name)) errors.push(invalid(`${field}.name`, name, 'must not already exist in volumeDevices'));
    if (isAmong(devicePaths, mountPath)) {
      errors.push(invalid(`${field}.mountPath`, mountPath, 'must not already exist as a path in volumeDevices'));
    }
    validateSubPaths(mount, field, `${at}.volumeMounts`, errors);
    validateModes(mount, container, `${at}.volumeMounts`, errors);
  }
  validateDevices(devices, mounts, `${at}.volumeDevices`, volumes, errors);
}

/** What is wrong with a path or a mode is reported without the mount's index, as upstream does. */
function validateSubPaths({ subPath, subPathExpr }: Mount, field: string, list: string, errors: FieldError[]): void {
  if (subPath) validateLocalDescendingPath(subPath, `${list}.subPath`, errors);
  if (!subPathExpr) return;
  if (subPath) errors.push(invalid(`${field}.subPathExpr`, subPathExpr, 'subPathExpr and subPath are mutually exclusive'));
  validateLocalDescendingPath(subPathExpr, `${list}.subPathExpr`, errors);
}

function validateModes(mount: Mount, container: Container, list: string, errors: FieldError[]): void {
  const { mountPropagation, recursiveReadOnly, readOnly } = mount;
  if (mountPropagation !== undefined && !PROPAGATIONS.includes(mountPropagation)) {
    errors.push(notSupported(`${list}.mountPropagation`, mountPropagation, PROPAGATIONS));
  }
  if (mountPropagation === 'Bidirectional' && !container.securityContext?.privileged) {
    errors.push(forbiddenField(`${list}.mountPropagation`, 'Bidirectional mount propagation is available only to privileged containers'));
  }
  if (recursiveReadOnly === undefined || recursiveReadOnly === 'Disabled') return;
  const field = `${list}.recursiveReadOnly`;
  if (!RECURSIVE.includes(recursiveReadOnly)) {
    errors.push(notSupported(field, recursiveReadOnly, RECURSIVE));
    return;
  }
  if (!readOnly) errors.push(forbiddenField(field, 'may only be specified when readOnly is true'));
  if (mountPropagation !== undefined && mountPropagation !== 'None') {
    errors.push(forbiddenField(field, 'may only be specified when mountPropagation is None or not specified'));
  }
}

function validateDevices(devices: readonly Device[], mounts: readonly Mount[], list: string, volumes: Volumes, errors: FieldError[]): void {
  const mountPaths: Paths = new Map(mounts.map(({ name = '', mountPath = '' }) => [name, mountPath]));
  const names = new Set<string>();
  const paths = new Set<string>();
  for (const [index, { name = '', devicePath: path = '' }] of devices.entries()) {
    const field = `${list}[${index}]`;
    const volume = volumes.get(name);
    needed(name, `${field}.name`, errors);
    if (names.has(name)) errors.push(invalid(`${field}.name`, name, 'must be unique'));
    if (!volume) {
      errors.push(notFoundField(`${field}.name`, name));
    } else if (!volume.persistentVolumeClaim && !volume.ephemeral) {
      const why = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode';
      errors.push(invalid(`${field}.name`, name, why));
    }
    if (path === '') errors.push(required(`${field}.devicePath`));
    if (paths.has(path)) errors.push(invalid(`${field}.devicePath`, path, 'must be unique'));
    if (path.split('/').includes('..')) errors.push(invalid(`${field}.devicePath`, path, "can not contain backsteps ('..')"));
    else paths.add(path);
    if (mountPaths.has(name)) errors.push(invalid(`${field}.name`, name, 'must not already exist in volumeMounts'));
    if (isAmong(mountPaths, path)) {
      errors.push(invalid(`${field}.devicePath`, path, 'must not already exist as a path in volumeMounts'));
    }
    if (name !== '') names.add(name);
  }
}

function isAmong(paths: Paths, path: string): boolean {
  return [...paths.values()].includes(path);
}
