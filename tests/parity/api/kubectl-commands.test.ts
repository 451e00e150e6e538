/**
 * The commands people type, through the real kubectl against a served cluster, each with what a real cluster makes of it.
 * Skipped where no kubectl of the release is found.
 */
import { expect, test } from 'vitest';
import { describeKubectl } from './kubectl-desk';

const WEB = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - {name: nginx, image: "nginx:1", ports: [{containerPort: 80}], resources: {requests: {cpu: 100m, memory: 64Mi}}}
`;
const POD = `
apiVersion: v1
kind: Pod
metadata: {name: pair, labels: {app: pair}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - {name: one, image: nginx}
  - {name: two, image: nginx}
`;

interface Command {
  /** As typed; single quotes group. */
  readonly run: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** All of standard output, or a pattern of it. */
  readonly prints?: string | RegExp;
  readonly complains?: string | RegExp;
  /** 0 where not given. */
  readonly code?: number;
}

const AGE = String.raw`\d+[smhd]\S*`;

/** In order: later commands build on what earlier ones left. */
const COMMANDS: readonly Command[] = [
  { run: 'version', prints: /Server Version: v1\.36\.\d+/ },
  { run: 'cluster-info', prints: /Kubernetes control plane.* is running at/ },
  { run: 'api-versions', prints: /^apps\/v1$/m },
  {
    run: 'api-resources --api-group=apps -o name',
    prints: 'controllerrevisions.apps\ndaemonsets.apps\ndeployments.apps\nreplicasets.apps\nstatefulsets.apps\n',
  },
  { run: '--kubeconfig kubeconfig get namespaces -o name', prints: /^namespace\/default\n/ },
  { run: 'auth whoami', prints: /Username +kubernetes-admin/ },
  { run: 'auth can-i create deployments', prints: 'yes\n' },
  {
    run: 'auth can-i delete nodes --as=system:serviceaccount:default:default',
    prints: 'no\n',
    code: 1,
    complains: /Warning: resource 'nodes' is not namespace scoped/,
  },
  { run: 'explain deployment.spec.replicas', prints: /FIELD: replicas <integer>[\s\S]*Number of desired pods/ },
  { run: 'explain pods -o plaintext-openapiv2', prints: /^KIND: {5}Pod\n/ },
  { run: 'explain pod.spec --recursive', prints: /terminationGracePeriodSeconds\t<integer>/ },
  { run: 'wait --for=condition=Ready node --all --timeout=30s', prints: /node\/node-3 condition met/ },
  { run: 'diff -f web.yaml', code: 1, prints: /\+ {2}name: web/ },
  { run: 'apply -f bad.yaml', code: 1, complains: /strict decoding error: unknown field "spec\.replica"/ },
  { run: 'apply -f web.yaml', prints: 'deployment.apps/web created\n' },
  { run: 'apply -f web.yaml', prints: 'deployment.apps/web unchanged\n' },
  { run: 'diff -f web.yaml', prints: '' },
  { run: 'rollout status deployment/web --timeout=60s', prints: /successfully rolled out\n$/ },
  { run: 'get deployments', prints: new RegExp(`^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +2/2 +2 +2 +${AGE}\n$`) },
  { run: 'get deployments -o wide', prints: /CONTAINERS +IMAGES +SELECTOR\nweb .* nginx +nginx:1 +app=web\n$/ },
  { run: 'get deployment web -o name', prints: 'deployment.apps/web\n' },
  { run: 'get deployment web -o jsonpath={.spec.replicas}', prints: '2' },
  { run: 'get deployment web -o custom-columns=NAME:.metadata.name,N:.spec.replicas', prints: 'NAME   N\nweb    2\n' },
  { run: 'get deployment web -o yaml', prints: /^apiVersion: apps\/v1\nkind: Deployment\n/ },
  { run: 'get deployment web -o json', prints: /^\{\n {4}"apiVersion": "apps\/v1",/ },
  {
    run: 'get pods -A --selector app=web --sort-by=.metadata.name --no-headers',
    prints: /^default +web-\S+ +1\/1 +Running[^\n]*\ndefault +web-\S+ +1\/1 +Running[^\n]*\n$/,
  },
  { run: 'get pods --field-selector=status.phase=Pending', prints: '', complains: 'No resources found in default namespace.\n' },
  { run: 'get nothing', code: 1, complains: 'error: the server doesn\'t have a resource type "nothing"\n' },
  { run: 'get pod nobody', code: 1, complains: 'Error from server (NotFound): pods "nobody" not found\n' },
  {
    run: 'describe deployment web',
    prints: /Events:[\s\S]*ScalingReplicaSet +\S+ +deployment-controller +Scaled up replica set web-\S+ from 0 to 2/,
  },
  { run: 'events --for deployment/web', prints: /ScalingReplicaSet/ },
  { run: 'describe node node-1', prints: /Non-terminated Pods:[\s\S]*Allocated resources:/ },
  { run: 'label deployment web tier=front', prints: 'deployment.apps/web labeled\n' },
  { run: 'annotate deployment web note=x', prints: 'deployment.apps/web annotated\n' },
  { run: 'scale deployment web --replicas=3', prints: 'deployment.apps/web scaled\n' },
  { run: 'autoscale deployment web --min=1 --max=5', prints: 'horizontalpodautoscaler.autoscaling/web autoscaled\n' },
  { run: 'delete hpa web', prints: 'horizontalpodautoscaler.autoscaling "web" deleted from default namespace\n' },
  { run: 'expose deployment web --port=80', prints: 'service/web exposed\n' },
  { run: 'get service web --no-headers', prints: new RegExp(`^web +ClusterIP +10\\.\\d+\\.\\d+\\.\\d+ +<none> +80/TCP +${AGE}\n$`) },
  { run: 'set image deployment/web nginx=nginx:2', prints: 'deployment.apps/web image updated\n' },
  { run: 'set env deployment/web COLOR=blue', prints: 'deployment.apps/web env updated\n' },
  { run: 'set resources deployment/web --limits=cpu=200m', prints: 'deployment.apps/web resource requirements updated\n' },
  { run: 'rollout status deployment/web --timeout=60s', prints: /successfully rolled out\n$/ },
  { run: 'rollout history deployment/web', prints: /^deployment.apps\/web \nREVISION +CHANGE-CAUSE\n1 +<none>\n/ },
  { run: 'rollout pause deployment/web', prints: 'deployment.apps/web paused\n' },
  { run: 'rollout resume deployment/web', prints: 'deployment.apps/web resumed\n' },
  { run: 'rollout restart deployment/web', prints: 'deployment.apps/web restarted\n' },
  { run: 'rollout undo deployment/web --to-revision=1', prints: 'deployment.apps/web rolled back\n' },
  { run: 'rollout status deployment/web --timeout=60s', prints: /successfully rolled out\n$/ },
  { run: 'patch deployment web --type=merge -p \'{"spec":{"replicas":2}}\'', prints: 'deployment.apps/web patched\n' },
  {
    run: 'patch deployment web --type=json -p \'[{"op":"replace","path":"/spec/replicas","value":1}]\'',
    prints: 'deployment.apps/web patched\n',
  },
  {
    run: 'patch deployment web -p \'{"spec":{"template":{"spec":{"containers":[{"name":"nginx","image":"nginx:3"}]}}}}\'',
    prints: 'deployment.apps/web patched\n',
  },
  { run: 'apply --server-side --field-manager=me -f web.yaml', code: 1, complains: /Apply failed with \d+ conflicts?: conflict/ },
  { run: 'apply --server-side --force-conflicts --field-manager=me -f web.yaml', prints: 'deployment.apps/web serverside-applied\n' },
  { run: 'replace -f web.yaml', prints: 'deployment.apps/web replaced\n' },
  { run: 'rollout status deployment/web --timeout=60s', prints: /successfully rolled out\n$/ },
  { run: 'run single --image=nginx --restart=Never', prints: 'pod/single created\n' },
  { run: 'create -f pair.yaml', prints: 'pod/pair created\n' },
  { run: 'wait --for=condition=Ready pod/pair pod/single --timeout=60s', prints: 'pod/pair condition met\npod/single condition met\n' },
  { run: 'logs single --tail=1', prints: /\S/ },
  { run: 'logs pair -c two', prints: /\S/ },
  { run: 'logs single -p', code: 1, complains: /previous terminated container "single" in pod "single" not found/ },
  { run: 'logs single --tail=-5', code: 1, complains: /must be greater than or equal to/ },
  { run: 'exec single -- hostname', prints: 'single\n' },
  { run: "exec single -- sh -c 'echo out; exit 3'", code: 3, prints: 'out\n', complains: /command terminated with exit code 3/ },
  { run: 'exec -i single -- sh', input: 'echo from input\n', prints: 'from input\n' },
  { run: "exec single -- sh -c 'echo hello > /srv/box/note'" },
  { run: 'cp single:/srv/box taken' },
  { run: 'cp taken/note single:/srv/back' },
  { run: 'exec single -- cat /srv/back', prints: 'hello\n' },
  { run: 'cp note.txt single:/srv/note.txt' },
  { run: 'exec -it single -- cat /srv/note.txt', prints: 'copied\n', complains: /Unable to use a TTY/ },
  { run: 'debug node/node-1 --image=busybox --attach=false --profile=general -- sleep 30' },
  { run: 'get pods -o name --field-selector=spec.nodeName=node-1', prints: /^pod\/node-debugger-node-1-\S+$/m },
  { run: 'debug single --image=busybox --attach=false -c helper -- sleep 100' },
  { run: 'get pod single -o jsonpath={.spec.ephemeralContainers[*].name}', prints: 'helper' },
  { run: "run fails --image=busybox -- sh -c 'echo once; exit 1'", prints: 'pod/fails created\n' },
  { run: 'wait --for=jsonpath={.status.containerStatuses[0].restartCount}=1 pod/fails --timeout=60s', prints: 'pod/fails condition met\n' },
  { run: 'logs fails -p', prints: 'once\n' },
  { run: 'delete pod fails --now', prints: 'pod "fails" deleted from default namespace\n' },
  { run: 'exec pair -c nope -- ls', code: 1, complains: /container nope is not valid for pod pair/ },
  { run: 'get --raw /api/v1/namespaces/default/pods/single:80/proxy/', prints: /\S/ },
  { run: 'top nodes --no-headers', prints: /^node-1 +\d+m +\d+% +\d+Mi +\d+% *$/m },
  { run: 'top pods --no-headers', prints: /^single +\d+m +\d+Mi *$/m },
  { run: 'taint node node-1 a=b:NoSchedule', prints: 'node/node-1 tainted\n' },
  { run: 'taint node node-1 a-', prints: 'node/node-1 untainted\n' },
  { run: 'cordon node-1', prints: 'node/node-1 cordoned\n' },
  { run: 'drain node-1 --force --ignore-daemonsets --timeout=60s', prints: /node\/node-1 drained\n$/ },
  { run: 'uncordon node-1', prints: 'node/node-1 uncordoned\n' },
  { run: 'create deployment other --image=nginx --dry-run=server', prints: 'deployment.apps/other created (server dry run)\n' },
  { run: 'create configmap settings --from-literal=color=blue', prints: 'configmap/settings created\n' },
  { run: 'create token default', prints: /^ey[\w-]+\.[\w-]+\.[\w-]+$/m },
  {
    run: 'edit configmap settings',
    env: { KUBE_EDITOR: 'sed -i s/blue/green/' },
    prints: 'configmap/settings edited\n',
  },
  { run: 'get configmap settings -o jsonpath={.data.color}', prints: 'green' },
  { run: 'edit configmap settings', env: { KUBE_EDITOR: 'true' }, complains: 'Edit cancelled, no changes made.\n' },
  { run: 'get configmap settings -o go-template={{.data.color}}', prints: 'green' },
  { run: 'wait --for=jsonpath={.data.color}=green configmap/settings', prints: 'configmap/settings condition met\n' },
  { run: 'wait --for=create configmap/settings', prints: 'configmap/settings condition met\n' },
  { run: 'create -f - --dry-run=client -o name', input: POD, prints: 'pod/pair\n' },
  { run: 'create deployment typed --image=nginx --replicas=2', prints: 'deployment.apps/typed created\n' },
  { run: 'get deployment typed -o jsonpath={.spec.replicas}', prints: '2' },
  {
    run: 'patch deployment typed --subresource=scale --type=merge -p \'{"spec":{"replicas":1}}\'',
    prints: 'scale.autoscaling/typed patched\n',
  },
  { run: 'wait --for=jsonpath={.status.readyReplicas}=1 deployment/typed --timeout=60s', prints: 'deployment.apps/typed condition met\n' },
  { run: 'logs -l app=typed --prefix --since=1h --tail=1', prints: /^\[pod\/typed-\S+\/nginx\] \S/ },
  { run: 'delete deployment typed --cascade=background', prints: 'deployment.apps "typed" deleted from default namespace\n' },
  { run: 'wait --for=delete pod -l app=typed --timeout=60s' },
  { run: 'create namespace short', prints: 'namespace/short created\n' },
  { run: 'create configmap inside -n short', prints: 'configmap/inside created\n' },
  { run: 'delete namespace short --timeout=60s', prints: 'namespace "short" deleted\n' },
  { run: 'get namespace short', code: 1, complains: 'Error from server (NotFound): namespaces "short" not found\n' },
  { run: 'delete configmap settings', prints: 'configmap "settings" deleted from default namespace\n' },
  { run: 'delete pod pair --now --ignore-not-found', prints: /^(pod "pair" deleted from default namespace\n)?$/ },
  { run: 'delete deployment web --cascade=foreground --timeout=60s', prints: 'deployment.apps "web" deleted from default namespace\n' },
  { run: 'apply -f web.yaml', prints: 'deployment.apps/web created\n' },
  { run: 'delete deployment web --cascade=orphan', prints: 'deployment.apps "web" deleted from default namespace\n' },
  { run: 'get replicasets -l app=web -o name', prints: /^replicaset.apps\/web-\S+\n$/ },
  { run: 'delete replicaset -l app=web --timeout=60s', prints: /^replicaset.apps "web-\S+" deleted from default namespace\n$/ },
];

const files = { 'web.yaml': WEB, 'pair.yaml': POD, 'note.txt': 'copied\n', 'bad.yaml': WEB.replace('replicas: 2', 'replica: 2') };

describeKubectl('kubectl commands', { cluster: { nodes: 3, speed: 20 }, files }, (desk) => {
  for (const [index, command] of COMMANDS.entries()) {
    test(`${index + 1}: kubectl ${command.run}`, { timeout: 80_000 }, async () => {
      const args = [...command.run.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
      const { rc, stdout, stderr } = await desk().run({ args, stdin: command.input, env: command.env }).outcome;
      expect({ code: rc, stderr: rc === (command.code ?? 0) ? '' : stderr }).toEqual({ code: command.code ?? 0, stderr: '' });
      check(stdout, command.prints);
      check(stderr, command.complains);
    });
  }

  function check(text: string, wanted: string | RegExp | undefined): void {
    if (typeof wanted === 'string') expect(text).toBe(wanted);
    else if (wanted) expect(text).toMatch(wanted);
  }
});
