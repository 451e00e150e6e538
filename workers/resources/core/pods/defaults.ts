/** Defaults of pods and pod templates (source: k8s.io/kubernetes/pkg/apis/core/v1/defaults.go and zz_generated.defaults.go, 1.36). */
import { containersTotal } from '../../../api/quota/pod-usage';
import { formatQuantity } from '../../../api/quantity';
import type { Draft } from '../../definition';
import { dropDisabledFields } from './disabled-fields';
import { imageTag } from './image-reference';

/** Part of a draft whose structure has been checked already. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Part = any;

const MODE_0644 = 420;
const INIT_CONTAINERS = /^pod\.(alpha|beta)\.kubernetes\.io\/init-container(s|-statuses)$/;

/** A Pod: the template's defaults and those only a Pod gets (requests from limits, service links, host ports). */
export function setPodDefaults(draft: Draft): void {
  dropInitContainerAnnotations(draft.metadata);
  const spec = (draft.spec ??= {});
  for (const container of spec.containers ?? []) {
    requestsFromLimits(container);
  }
  for (const container of spec.initContainers ?? []) {
    requestsFromLimits(container);
  }
  setPodLevelDefaults(spec);
  spec.enableServiceLinks ??= true;
  setPodSpecDefaults(spec);
  if (spec.hostNetwork) {
    for (const container of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
      for (const port of container.ports ?? []) {
        port.hostPort ||= port.containerPort;
      }
    }
  }
}

/** The template of a workload: `{metadata, spec}`. */
export function setPodTemplateDefaults(template: Part): void {
  template.metadata ??= {};
  dropInitContainerAnnotations(template.metadata);
  if (template.metadata.creationTimestamp === null) delete template.metadata.creationTimestamp;
  if (template.spec) {
    dropDisabledFields(template.spec);
    setPodSpecDefaults(template.spec);
  }
}

/** Where init containers were before they had a field (source: pkg/apis/core/v1/conversion.go dropInitContainerAnnotations). */
function dropInitContainerAnnotations(metadata: Part): void {
  if (!Object.keys(metadata.annotations ?? {}).some((key) => INIT_CONTAINERS.test(key))) return;
  const kept = Object.entries(metadata.annotations).filter(([key]) => !INIT_CONTAINERS.test(key));
  if (kept.length > 0) metadata.annotations = Object.fromEntries(kept);
  else delete metadata.annotations;
}

export function setPodSpecDefaults(spec: Part): void {
  for (const volume of spec.volumes ?? []) {
    setVolumeDefaults(volume);
  }
  for (const container of spec.initContainers ?? []) {
    setContainerDefaults(container);
  }
  for (const container of spec.containers ?? []) {
    setContainerDefaults(container);
  }
  for (const container of spec.ephemeralContainers ?? []) {
    setContainerDefaults(container);
  }
  spec.restartPolicy ||= 'Always';
  spec.terminationGracePeriodSeconds ??= 30;
  spec.dnsPolicy ||= 'ClusterFirst';
  mirrorServiceAccount(spec);
  spec.securityContext ??= {};
  spec.schedulerName ||= 'default-scheduler';
}

export function setContainerDefaults(container: Part): void {
  container.resources ??= {};
  container.terminationMessagePath ||= '/dev/termination-log';
  container.terminationMessagePolicy ||= 'File';
  container.imagePullPolicy ||= defaultPullPolicy(container.image ?? '');
  for (const port of container.ports ?? []) {
    port.protocol ||= 'TCP';
    if (port.hostPort === 0) {
      delete port.hostPort;
    }
  }
  for (const variable of container.env ?? []) {
    setFieldRefDefault(variable.valueFrom?.fieldRef);
    if (variable.valueFrom?.fileKeyRef) variable.valueFrom.fileKeyRef.optional ??= false;
  }
  setProbeDefaults(container.livenessProbe);
  setProbeDefaults(container.readinessProbe);
  setProbeDefaults(container.startupProbe);
  setHttpGetDefaults(container.lifecycle?.postStart?.httpGet);
  setHttpGetDefaults(container.lifecycle?.preStop?.httpGet);
}

/** "Always" for the tag latest (also the implied one), else "IfNotPresent". */
export function defaultPullPolicy(image: string): 'Always' | 'IfNotPresent' {
  return imageTag(image) === 'latest' ? 'Always' : 'IfNotPresent';
}

function requestsFromLimits(container: Part): void {
  const limits = container.resources?.limits;
  if (!limits) {
    return;
  }
  const requests = (container.resources.requests ??= {});
  for (const name of Object.keys(limits)) {
    requests[name] ??= limits[name];
  }
}

/** What a pod limits as a whole it also asks for: as much as its containers do, else all of it (source: defaultPodRequests). */
function setPodLevelDefaults(spec: Part): void {
  const { resources } = spec;
  if (!resources || (!resources.limits && !resources.requests)) return;
  for (const [name, sum] of containersTotal(spec, 'limits')) {
    if (name.startsWith('hugepages-')) (resources.limits ??= {})[name] ??= formatQuantity(sum);
  }
  if (!resources.limits) return;
  const requests = { ...resources.requests };
  for (const [name, sum] of containersTotal(spec, 'requests')) {
    if (isPodLevel(name) && !name.startsWith('hugepages-')) requests[name] ??= formatQuantity(sum);
  }
  for (const [name, amount] of Object.entries(resources.limits)) {
    if (isPodLevel(name)) requests[name] ??= amount;
  }
  if (Object.keys(requests).length > 0) resources.requests = requests;
}

function isPodLevel(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
}

/** serviceAccount is the deprecated name of serviceAccountName; the stored object carries both. */
function mirrorServiceAccount(spec: Part): void {
  const name = spec.serviceAccountName || spec.serviceAccount;
  if (name) {
    spec.serviceAccountName = name;
    spec.serviceAccount = name;
  }
}

/** Of the sources that PersistentVolumes have too. */
export function defaultVolumeSource(volume: Part): void {
  if (volume.hostPath) {
    volume.hostPath.type ??= '';
  }
  if (volume.iscsi) {
    volume.iscsi.iscsiInterface ||= 'default';
  }
  const { azureDisk, rbd, scaleIO } = volume;
  if (azureDisk) {
    azureDisk.cachingMode ??= 'ReadWrite';
    azureDisk.kind ??= 'Shared';
    azureDisk.fsType ??= 'ext4';
    azureDisk.readOnly ??= false;
  }
  if (rbd) {
    rbd.pool ||= 'rbd';
    rbd.user ||= 'admin';
    rbd.keyring ||= '/etc/ceph/keyring';
  }
  if (scaleIO) {
    scaleIO.storageMode ||= 'ThinProvisioned';
    scaleIO.fsType ||= 'xfs';
  }
}

function setVolumeDefaults(volume: Part): void {
  if (Object.keys(volume).every((field) => field === 'name')) {
    volume.emptyDir = {};
  }
  for (const source of [volume.secret, volume.configMap, volume.downwardAPI, volume.projected]) {
    if (source) {
      source.defaultMode ??= MODE_0644;
    }
  }
  for (const item of volume.downwardAPI?.items ?? []) {
    setFieldRefDefault(item.fieldRef);
  }
  for (const source of volume.projected?.sources ?? []) {
    if (source.serviceAccountToken) {
      source.serviceAccountToken.expirationSeconds ??= 3600;
    }
    for (const item of source.downwardAPI?.items ?? []) {
      setFieldRefDefault(item.fieldRef);
    }
  }
  defaultVolumeSource(volume);
  if (volume.image) {
    volume.image.pullPolicy ||= defaultPullPolicy(volume.image.reference ?? '');
  }
  const claim = volume.ephemeral?.volumeClaimTemplate;
  if (claim) {
    claim.metadata ??= {};
    claim.spec.volumeMode ??= 'Filesystem';
  }
}

function setFieldRefDefault(fieldRef: Part): void {
  if (fieldRef) {
    fieldRef.apiVersion ||= 'v1';
  }
}

function setProbeDefaults(probe: Part): void {
  if (!probe) {
    return;
  }
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  setHttpGetDefaults(probe.httpGet);
  if (probe.grpc) {
    probe.grpc.service ??= '';
  }
}

function setHttpGetDefaults(httpGet: Part): void {
  if (httpGet) {
    httpGet.path ||= '/';
    httpGet.scheme ||= 'HTTP';
  }
}
