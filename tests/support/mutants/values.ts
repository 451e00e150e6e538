/** Values to put into fields: good ones, doubtful ones and wrong ones, by the field's name where its rules are known, else by its type. */
import type { ScalarCode } from '../../../workers/resources/schema/structure';

/** Keys of maps; the first are those that JavaScript objects have ideas of their own about. */
export const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'a',
  'app',
  'example.com/a',
  'a b',
  'x/y/z',
  'A_B',
  '',
  'x'.repeat(64),
];

/** Names of resources in lists of quantities. */
export const RESOURCES =
  'cpu memory storage pods ephemeral-storage hugepages-2Mi hugepages-x example.com/gpu kubernetes.io/x bogus limits.cpu Bad_'
    .split(' ')
    .concat('');

const TEXTS = [
  'a',
  'b',
  '',
  'default',
  'web-1',
  'A',
  'a.b',
  'a b',
  'Bad_',
  'example.com/a',
  'a/b/c',
  '../a',
  '10.0.0.1',
  '010.1.1.1',
  'fd00::1',
  '80',
  '10%',
  '100m',
  '1Gi',
  '* * * * *',
  '/a',
  'true',
  '$(A)',
  'é',
  '\u0000',
  'self.a',
  'x'.repeat(64),
  'x'.repeat(260),
  ...KEYS.slice(0, 3),
];
const NUMBERS = [0, 1, 2, 3, 5, 80, 100, 255, 420, 512, 3600, -1, 65_535, 65_536, 2_147_483_648, 9_007_199_254_740_991, 1e21, 0.5];

const OF_SCALAR: Readonly<Record<ScalarCode, readonly unknown[]>> = {
  s: TEXTS,
  b: [true, true, false],
  i: NUMBERS,
  l: NUMBERS,
  d: NUMBERS,
  q: ['1', '2', '100m', '1500m', '0.5m', '1Gi', '64Mi', '-1', '0', '1e3', '1.5', 'x', '', 5],
  t: ['2020-01-01T00:00:00Z', '2020-01-01T00:00:00+01:00', '2020-01-01', 'x', null],
  T: ['2020-01-01T00:00:00.000000Z', '2020-01-01T00:00:00Z', 'x', null],
  x: [80, 0, 'http', '50%', '101%', '-5%', 'Bad_', -1, 65_536, ''],
  y: ['AAEC', 'dg==', '!', ''],
  o: [{ a: 1 }, { apiVersion: 'v1', kind: 'Pod' }, {}, 'a', 1, [], null],
};

const OF_NAME: Readonly<Record<string, string>> = {
  action: 'FailJob|Ignore|Count|FailIndex|Bogus|',
  accessModes: 'ReadWriteOnce|ReadOnlyMany|ReadWriteOncePod|X',
  add: 'ALL|NET_ADMIN|SYS_ADMIN|NET_BIND_SERVICE',
  apiGroup: 'apps|rbac.authorization.k8s.io|Bad_|',
  apiGroups: 'apps|*|x.io|',
  apiVersion: 'v1|apps/v1|a/b/c|',
  cidr: '10.0.0.0/8|10.0.0.1/8|010.0.0.0/8|fd00::/64|x|',
  containerName: 'c|d|Bad_|',
  devicePath: '/dev/x|../x|',
  divisor: '1|1m|1Mi|1Ki|2|0|-1',
  dnsPolicy: 'ClusterFirst|ClusterFirstWithHostNet|Default|None|X|',
  drop: 'ALL|NET_ADMIN',
  effect: 'NoSchedule|NoExecute|PreferNoSchedule|X|',
  except: '10.1.0.0/16|10.0.0.0/8|192.168.0.0/24|x',
  expression: 'true|self|object.spec.x|a+|1|has(object.metadata)|self.a == 1|',
  fieldPath:
    "metadata.name|metadata.namespace|metadata.labels|metadata.labels['a']|metadata.annotations['a/b']|spec.nodeName|status.podIP|x|",
  finalizers: 'a|a/b|kubernetes|foregroundDeletion|orphan|x y/z',
  generateName: 'a-|Bad_|',
  handler: 'a|Bad_|a.b|',
  host: 'h|*.a.b|10.0.0.1|A|*|a.b.|',
  hostname: 'a|a.b|A|',
  hostnames: 'a|a.b|Bad_|',
  image: 'a|a:1| a|',
  ip: '10.0.0.1|010.0.0.1|fd00::1|x|127.0.0.1|',
  key: 'a|app|a/b|a b|metadata.name|node.kubernetes.io/not-ready|../a|',
  kind: 'Deployment|Pod|User|Group|ServiceAccount|a/b|',
  localhostProfile: 'a|../a|/a|',
  managedBy: 'example.com/x|kubernetes.io/job-controller|x|',
  matchLabelKeys: 'a|app|a b|',
  mountPath: '/x|/y|x|/x:y|/var/run/secrets/kubernetes.io/serviceaccount|',
  mountPropagation: 'None|HostToContainer|Bidirectional|X|',
  name: 'c|a|v|cpu|memory|http|A|Bad_|A B|a=b|net.core.x|x.y|example.com/g|',
  namespaces: 'a|Bad_|default|',
  nameservers: '1.1.1.1|x|fd00::1|',
  nodeName: 'n|Bad_|',
  nonResourceURLs: '/a|/a/*|*|a|',
  operator: 'In|NotIn|Exists|DoesNotExist|Gt|Lt|Equal|Bogus|',
  optionalOldSelf: 'true',
  path: '/|/x|x|../x|a/../b|a//b|x:y|..|',
  pathType: 'Exact|Prefix|ImplementationSpecific|X|',
  priorityClassName: 'system-node-critical|missing|Bad_|',
  protocol: 'TCP|UDP|SCTP|tcp|X|',
  resource: 'limits.cpu|requests.memory|cpu|pods|limits.x|',
  resources: 'pods|pods/*|*|*/scale|pods/log|',
  restartPolicy: 'Always|Never|OnFailure|X|',
  schedule: '* * * * *|@hourly|@every 1h|60 * * * *|TZ=UTC * * * * *|*/5 * * * *|5-1 * * * *|* * * * mon|* * * * * *|0 0 31 2 *|x|',
  scheme: 'HTTP|HTTPS|FTP|',
  searches: 'a.b|Bad_|.|a.|_x._y|',
  secretName: 'a|Bad_|',
  serviceName: 'a|a.b|Bad_|1a|',
  status: 'True|False|Unknown|X|',
  stopSignal: 'SIGTERM|SIGKILL|X|',
  storageClassName: 'a|Bad_|',
  subPath: 'a|../a|/a|a/..|',
  succeededIndexes: '0|0-1|1,0|0-|5-3|1,1|1000000|x|',
  timeZone: 'UTC|Local|Bogus/Zone|Europe/Berlin|TZ=UTC|',
  topologyKey: 'zone|kubernetes.io/hostname|a b|x/y/z|',
  type: 'RollingUpdate|Recreate|OnDelete|Resource|Pods|Utilization|Value|Localhost|RuntimeDefault|Percent|ClusterIP|NodePort|ExternalName|Opaque|X|',
  values: 'a|b|5|-1|a b|',
  verbs: 'get|list|*|x|',
  volumeName: 'v|a|Bad_|',
  whenUnsatisfiable: 'DoNotSchedule|ScheduleAnyway|X|',
};
const byName = new Map(Object.entries(OF_NAME).map(([name, values]) => [name, values.split('|')]));

/** What a scalar field may be given, most telling ones first known by name. */
export function valuesOf(scalar: ScalarCode, name: string): readonly unknown[] {
  return (scalar === 's' ? byName.get(name) : undefined) ?? OF_SCALAR[scalar];
}
