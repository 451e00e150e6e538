/**
 * Fields of unversioned Go types in their order, "Name:kind": text (nothing), b(oolean), i(nteger), p(ointer, map or list, null when
 * absent; "p.Type" of a struct), v.Type (a struct in place), l.Type (a list of structs), +Type (fields of an embedded struct).
 * Source: k8s.io/kubernetes/pkg/apis/core/types.go, 1.36.
 */
export const INTERNAL_TYPES: Readonly<Record<string, string>> = {
  PodSpec:
    'Volumes:l.Volume InitContainers:l.Container Containers:l.Container EphemeralContainers:l.EphemeralContainer RestartPolicy TerminationGracePeriodSeconds:p ActiveDeadlineSeconds:p DNSPolicy NodeSelector:p ServiceAccountName AutomountServiceAccountToken:p NodeName SecurityContext:p.PodSecurityContext ImagePullSecrets:l.Name Hostname Subdomain SetHostnameAsFQDN:p Affinity:p.Affinity SchedulerName Tolerations:l.Toleration HostAliases:l.HostAlias PriorityClassName Priority:p PreemptionPolicy:p DNSConfig:p.PodDNSConfig ReadinessGates:l.PodReadinessGate RuntimeClassName:p Overhead:p EnableServiceLinks:p TopologySpreadConstraints:l.TopologySpreadConstraint OS:p.Name SchedulingGates:l.Name ResourceClaims:l.PodResourceClaim Resources:p.ResourceRequirements HostnameOverride:p SchedulingGroup:p',
  PodSecurityContext:
    'HostNetwork:b HostPID:b HostIPC:b ShareProcessNamespace:p HostUsers:p SELinuxOptions:p.SELinuxOptions WindowsOptions:p RunAsUser:p RunAsGroup:p RunAsNonRoot:p SupplementalGroups:p SupplementalGroupsPolicy:p FSGroup:p FSGroupChangePolicy:p Sysctls:l.Sysctl SeccompProfile:p.Profile AppArmorProfile:p.Profile SELinuxChangePolicy:p',
  Container: '+ContainerFields',
  EphemeralContainer: '+ContainerFields TargetContainerName',
  ContainerFields:
    'Name Image Command:p Args:p WorkingDir Ports:l.ContainerPort EnvFrom:l.EnvFromSource Env:l.EnvVar Resources:v.ResourceRequirements ResizePolicy:l.ContainerResizePolicy RestartPolicy:p RestartPolicyRules:p VolumeMounts:l.VolumeMount VolumeDevices:l.VolumeDevice LivenessProbe:p.Probe ReadinessProbe:p.Probe StartupProbe:p.Probe Lifecycle:p.Lifecycle TerminationMessagePath TerminationMessagePolicy ImagePullPolicy SecurityContext:p.SecurityContext Stdin:b StdinOnce:b TTY:b',
  SecurityContext:
    'Capabilities:p.Capabilities Privileged:p SELinuxOptions:p.SELinuxOptions WindowsOptions:p RunAsUser:p RunAsGroup:p RunAsNonRoot:p ReadOnlyRootFilesystem:p AllowPrivilegeEscalation:p ProcMount:p SeccompProfile:p.Profile AppArmorProfile:p.Profile',
  Capabilities: 'Add:p Drop:p',
  SELinuxOptions: 'User Role Type Level',
  Profile: 'Type LocalhostProfile:p',
  Sysctl: 'Name Value',
  Name: 'Name',
  ContainerPort: 'Name HostPort:i ContainerPort:i Protocol HostIP',
  ContainerResizePolicy: 'ResourceName RestartPolicy',
  ResourceRequirements: 'Limits:p Requests:p Claims:l.ResourceClaim',
  ResourceClaim: 'Name Request',
  VolumeMount: 'Name ReadOnly:b RecursiveReadOnly:p MountPath SubPath MountPropagation:p SubPathExpr',
  VolumeDevice: 'Name DevicePath',
  EnvVar: 'Name Value ValueFrom:p.EnvVarSource',
  EnvVarSource:
    'FieldRef:p.ObjectFieldSelector ResourceFieldRef:p.ResourceFieldSelector ConfigMapKeyRef:p.KeySelector SecretKeyRef:p.KeySelector FileKeyRef:p',
  ObjectFieldSelector: 'APIVersion FieldPath',
  ResourceFieldSelector: 'ContainerName Resource Divisor',
  KeySelector: 'Name Key Optional:p',
  EnvFromSource: 'Prefix ConfigMapRef:p.EnvSource SecretRef:p.EnvSource',
  EnvSource: 'Name Optional:p',
  Probe:
    'Exec:p.ExecAction HTTPGet:p.HTTPGetAction TCPSocket:p.TCPSocketAction GRPC:p.GRPCAction InitialDelaySeconds:i TimeoutSeconds:i PeriodSeconds:i SuccessThreshold:i FailureThreshold:i TerminationGracePeriodSeconds:p',
  Lifecycle: 'PostStart:p.LifecycleHandler PreStop:p.LifecycleHandler StopSignal:p',
  LifecycleHandler: 'Exec:p.ExecAction HTTPGet:p.HTTPGetAction TCPSocket:p.TCPSocketAction Sleep:p.SleepAction',
  ExecAction: 'Command:p',
  HTTPGetAction: 'Path Port:p Host Scheme HTTPHeaders:l.Sysctl',
  TCPSocketAction: 'Port:p Host',
  GRPCAction: 'Port:i Service:p',
  SleepAction: 'Seconds:i',
  Volume: 'Name +VolumeSource',
  VolumeSource:
    'HostPath:p.HostPath EmptyDir:p.EmptyDir GCEPersistentDisk:p.PersistentDisk AWSElasticBlockStore:p.BlockStore GitRepo:p.GitRepo Secret:p.Secret NFS:p.NFS ISCSI:p.ISCSI Glusterfs:p.Glusterfs PersistentVolumeClaim:p.Claim RBD:p.RBD Quobyte:p FlexVolume:p.FlexVolume Cinder:p CephFS:p.CephFS Flocker:p DownwardAPI:p.DownwardAPI FC:p.FC AzureFile:p.AzureFile ConfigMap:p.ConfigMap VsphereVolume:p.VsphereVolume AzureDisk:p PhotonPersistentDisk:p Projected:p.Projected PortworxVolume:p ScaleIO:p StorageOS:p CSI:p.CSI Ephemeral:p.Ephemeral Image:p.Image',
  HostPath: 'Path Type:p',
  EmptyDir: 'Medium SizeLimit:p',
  Secret: 'SecretName Items:l.KeyToPath DefaultMode:p Optional:p',
  ConfigMap: 'Name Items:l.KeyToPath DefaultMode:p Optional:p',
  KeyToPath: 'Key Path Mode:p',
  NFS: 'Server Path ReadOnly:b',
  Claim: 'ClaimName ReadOnly:b',
  DownwardAPI: 'Items:l.DownwardAPIFile DefaultMode:p',
  DownwardAPIFile: 'Path FieldRef:p.ObjectFieldSelector ResourceFieldRef:p.ResourceFieldSelector Mode:p',
  Projected: 'Sources:l.VolumeProjection DefaultMode:p',
  VolumeProjection:
    'Secret:p.ObjectProjection DownwardAPI:p.DownwardAPIProjection ConfigMap:p.ObjectProjection ServiceAccountToken:p.TokenProjection ClusterTrustBundle:p.TrustBundle PodCertificate:p',
  ObjectProjection: 'Name Items:l.KeyToPath Optional:p',
  DownwardAPIProjection: 'Items:l.DownwardAPIFile',
  TokenProjection: 'Audience ExpirationSeconds:i Path',
  CSI: 'Driver ReadOnly:p FSType:p VolumeAttributes:p NodePublishSecretRef:p.Name',
  Image: 'Reference PullPolicy',
  PersistentDisk: 'PDName FSType Partition:i ReadOnly:b',
  BlockStore: 'VolumeID FSType Partition:i ReadOnly:b',
  GitRepo: 'Repository Revision Directory',
  ISCSI:
    'TargetPortal IQN Lun:i ISCSIInterface FSType ReadOnly:b Portals:p DiscoveryCHAPAuth:b SessionCHAPAuth:b SecretRef:p.Name InitiatorName:p',
  Glusterfs: 'EndpointsName Path ReadOnly:b',
  RBD: 'CephMonitors:p RBDImage FSType RBDPool RadosUser Keyring SecretRef:p.Name ReadOnly:b',
  FlexVolume: 'Driver FSType SecretRef:p.Name ReadOnly:b Options:p',
  CephFS: 'Monitors:p Path User SecretFile SecretRef:p.Name ReadOnly:b',
  FC: 'TargetWWNs:p Lun:p FSType ReadOnly:b WWIDs:p',
  AzureFile: 'SecretName ShareName ReadOnly:b',
  VsphereVolume: 'VolumePath FSType StoragePolicyName StoragePolicyID',
  TrustBundle: 'Name:p SignerName:p LabelSelector:p Optional:p Path',
  Ephemeral: 'VolumeClaimTemplate:p.ClaimTemplate',
  ClaimTemplate: 'Spec:v.ClaimSpec',
  ClaimSpec:
    'AccessModes:p Selector:p Resources:v.Amounts VolumeName StorageClassName:p VolumeMode:p DataSource:p DataSourceRef:p VolumeAttributesClassName:p',
  Amounts: 'Limits:p Requests:p',
  Toleration: 'Key Operator Value Effect TolerationSeconds:p',
  HostAlias: 'IP Hostnames:p',
  PodDNSConfig: 'Nameservers:p Searches:p Options:l.PodDNSConfigOption',
  PodDNSConfigOption: 'Name Value:p',
  PodReadinessGate: 'ConditionType',
  PodResourceClaim: 'Name ResourceClaimName:p ResourceClaimTemplateName:p',
  Affinity: 'NodeAffinity:p.NodeAffinity PodAffinity:p.PodAffinity PodAntiAffinity:p.PodAffinity',
  NodeAffinity:
    'RequiredDuringSchedulingIgnoredDuringExecution:p.NodeSelector PreferredDuringSchedulingIgnoredDuringExecution:l.PreferredSchedulingTerm',
  NodeSelector: 'NodeSelectorTerms:l.NodeSelectorTerm',
  NodeSelectorTerm: 'MatchExpressions:l.NodeSelectorRequirement MatchFields:l.NodeSelectorRequirement',
  NodeSelectorRequirement: 'Key Operator Values:p',
  PreferredSchedulingTerm: 'Weight:i Preference:v.NodeSelectorTerm',
  PodAffinity:
    'RequiredDuringSchedulingIgnoredDuringExecution:l.PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution:l.WeightedPodAffinityTerm',
  PodAffinityTerm: 'LabelSelector:p Namespaces:p TopologyKey NamespaceSelector:p MatchLabelKeys:p MismatchLabelKeys:p',
  WeightedPodAffinityTerm: 'Weight:i PodAffinityTerm:v.PodAffinityTerm',
  TopologySpreadConstraint:
    'MaxSkew:i TopologyKey WhenUnsatisfiable LabelSelector:p MinDomains:p NodeAffinityPolicy:p NodeTaintsPolicy:p MatchLabelKeys:p',
  PersistentVolumeSource:
    'GCEPersistentDisk:p AWSElasticBlockStore:p HostPath:p.HostPath Glusterfs:p NFS:p.NFS RBD:p Quobyte:p ISCSI:p FlexVolume:p Cinder:p CephFS:p FC:p Flocker:p AzureFile:p VsphereVolume:p.VsphereVolume AzureDisk:p PhotonPersistentDisk:p PortworxVolume:p ScaleIO:p Local:p.Local StorageOS:p CSI:p.CSIPersistent',
  Local: 'Path FSType:p',
  CSIPersistent:
    'Driver VolumeHandle ReadOnly:b FSType VolumeAttributes:p ControllerPublishSecretRef:p NodeStageSecretRef:p NodePublishSecretRef:p ControllerExpandSecretRef:p NodeExpandSecretRef:p',
  PersistentVolumeClaimSpec:
    'AccessModes:p Selector:p Resources:v.VolumeResources VolumeName StorageClassName:p VolumeMode:p DataSource:p DataSourceRef:p VolumeAttributesClassName:p',
  VolumeResources: 'Limits:p Requests:p',
  ResourceClaimSpec: 'Devices:v.DeviceClaim',
  DeviceClaim: 'Requests:l.DeviceRequest Constraints:l.DeviceConstraint Config:l.DeviceClaimConfiguration',
  DeviceRequest: 'Name Exactly:p.ExactDeviceRequest FirstAvailable:l.DeviceSubRequest',
  ExactDeviceRequest:
    'DeviceClassName Selectors:l.DeviceSelector AllocationMode Count:i AdminAccess:p Tolerations:l.DeviceToleration Capacity:p.CapacityRequirements',
  DeviceSubRequest:
    'Name DeviceClassName Selectors:l.DeviceSelector AllocationMode Count:i Tolerations:l.DeviceToleration Capacity:p.CapacityRequirements',
  DeviceSelector: 'CEL:p.CELDeviceSelector',
  CELDeviceSelector: 'Expression',
  DeviceToleration: 'Key Operator Value Effect TolerationSeconds:p',
  CapacityRequirements: 'Requests:p',
  DeviceConstraint: 'Requests:p MatchAttribute:p DistinctAttribute:p',
  DeviceClaimConfiguration: 'Requests:p Opaque:p.OpaqueDeviceConfiguration',
  OpaqueDeviceConfiguration: 'Driver Parameters:p',
  ScopeSelector: 'MatchExpressions:l.ScopedResourceSelectorRequirement',
  ScopedResourceSelectorRequirement: 'ScopeName Operator Values:p',
};
