import type { ControllerEntry } from './controller-context';
import { startClusterRoleAggregation } from './clusterrole-aggregation/controller';
import { startCronJob } from './cronjob/controller';
import { startDaemonSet } from './daemonset/controller';
import { startDeployment } from './deployment/controller';
import { startDisruption } from './disruption/controller';
import { startEndpoints } from './endpoints/controller';
import { startEndpointSlice } from './endpointslice/controller';
import { startEndpointSliceMirroring } from './endpointslice-mirroring/controller';
import { startGarbageCollector } from './garbage-collector/controller';
import { startJob } from './job/controller';
import { startNamespace } from './namespace/controller';
import { startNodeIpam } from './node-ipam/controller';
import { startNodeLifecycle } from './node-lifecycle/controller';
import { startNodeTtl } from './node-ttl/controller';
import { startPodGc } from './pod-gc/controller';
import { startReplicaSet } from './replicaset/controller';
import { startReplicationController } from './replicaset/replication-controller';
import { startResourceQuota } from './resource-quota/controller';
import { startRootCACertificatePublisher } from './root-ca-certificate-publisher/controller';
import { startServiceAccount } from './serviceaccount/controller';
import { startServiceAccountToken } from './serviceaccount-token/controller';
import { startStatefulSet } from './statefulset/controller';
import { startTaintEviction } from './taint-eviction/controller';
import { startTtlAfterFinished } from './ttl-after-finished/controller';
import { startClaimProtection, startVolumeProtection } from './volume-protection/controller';

/** In upstream's order of starting (cmd/kube-controller-manager/app/controllermanager.go, 1.36). */
export const CONTROLLERS: readonly ControllerEntry[] = [
  { name: 'serviceaccount-token-controller', start: startServiceAccountToken },
  { name: 'endpoints-controller', start: startEndpoints },
  { name: 'endpointslice-controller', start: startEndpointSlice },
  { name: 'endpointslice-mirroring-controller', start: startEndpointSliceMirroring },
  { name: 'replicationcontroller-controller', start: startReplicationController },
  { name: 'pod-garbage-collector-controller', start: startPodGc },
  { name: 'resourcequota-controller', start: startResourceQuota },
  { name: 'namespace-controller', start: startNamespace },
  { name: 'serviceaccount-controller', start: startServiceAccount },
  { name: 'garbage-collector-controller', start: startGarbageCollector },
  { name: 'daemonset-controller', start: startDaemonSet },
  { name: 'job-controller', start: startJob },
  { name: 'deployment-controller', start: startDeployment },
  { name: 'replicaset-controller', start: startReplicaSet },
  { name: 'disruption-controller', start: startDisruption },
  { name: 'statefulset-controller', start: startStatefulSet },
  { name: 'cronjob-controller', start: startCronJob },
  { name: 'ttl-controller', start: startNodeTtl },
  { name: 'node-ipam-controller', start: startNodeIpam },
  { name: 'node-lifecycle-controller', start: startNodeLifecycle },
  { name: 'taint-eviction-controller', start: startTaintEviction },
  { name: 'clusterrole-aggregation-controller', start: startClusterRoleAggregation },
  { name: 'persistentvolumeclaim-protection-controller', start: startClaimProtection },
  { name: 'persistentvolume-protection-controller', start: startVolumeProtection },
  { name: 'ttl-after-finished-controller', start: startTtlAfterFinished },
  { name: 'root-ca-certificate-publisher-controller', start: startRootCACertificatePublisher },
];
