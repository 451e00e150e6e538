import { beforeEach, describe, expect, it } from 'vitest';
import { createInlineCluster, replay } from '../../../workers/hosts/inline';
import type { InlineCluster } from '../../../workers/hosts/inline';
import type { ExecOutput, ExecResult } from '../../../workers/kubelet/node-messages';
import { list, request, untilPodsMayCome } from '../../support/cluster';

let cluster: InlineCluster;

const pod = (name: string, image: string, command?: readonly string[]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'main', image, ...(command ? { command } : {}) }] },
});
const create = (body: { readonly metadata: { readonly name: string } }) =>
  cluster.handle(request('create', 'pods', { namespace: 'default', body }));

function exec(
  name: string,
  command: readonly string[],
  extra: Readonly<Record<string, unknown>> = {},
): (ExecResult | ExecOutput | undefined)[] {
  const replies: (ExecResult | ExecOutput | undefined)[] = [];
  const message = { type: 'exec', namespace: 'default', name, command, ...extra };
  cluster.message({ to: 'node/node-1', message }, (reply) => replies.push(reply as ExecResult));
  cluster.advance({ byMs: 100 });
  return replies;
}

beforeEach(() => {
  cluster = createInlineCluster({ seed: 1, nodes: 1 });
  untilPodsMayCome(cluster);
  create(pod('box', 'busybox:1.36', ['sleep', '100000']));
  create(pod('web', 'nginx:1.29'));
  cluster.advance({ byMs: 15_000 });
});

describe('exec', () => {
  const cases = [
    { name: 'prints', command: ['echo', 'a', 'b'], result: { code: 0, stdout: 'a b\n', stderr: '' } },
    { name: 'gives exit codes', command: ['sh', '-c', 'echo no >&2; exit 7'], result: { code: 7, stdout: '', stderr: 'no\n' } },
    { name: 'knows the pod', command: ['hostname'], result: { code: 0, stdout: 'box\n', stderr: '' } },
    { name: 'knows the user', command: ['id'], result: { code: 0, stdout: 'uid=0(root) gid=0(root) groups=0(root)\n', stderr: '' } },
    { name: 'cannot kill a process 1 that ignores it', command: ['kill', '1'], result: { code: 0, stdout: '', stderr: '' } },
    {
      name: 'lists processes',
      command: ['ps'],
      result: {
        code: 0,
        stdout: 'PID   USER     TIME  COMMAND\n    1 root      0:00 sleep 100000\n    7 root      0:00 ps\n',
        stderr: '',
      },
    },
  ];
  it.each(cases)('$name', ({ command, result }) => {
    expect(exec('box', command)).toEqual([{ type: 'exec-result', id: 1, ...result }]);
  });

  it('streamed, output comes when it is written', () => {
    const told: string[] = [];
    const command = ['sh', '-c', 'echo first; sleep 5; echo second >&2; sleep 5'];
    const message = { type: 'exec', namespace: 'default', name: 'box', command, streamed: true };
    cluster.message({ to: 'node/node-1', message }, (reply) => {
      const { type, ...rest } = reply as ExecOutput | ExecResult;
      told.push('data' in rest ? `${rest.stream}: ${rest.data}` : `${type} ${rest.code} ${rest.stdout}${rest.stderr}`);
    });
    cluster.advance({ byMs: 1_000 });
    expect(told).toEqual(['stdout: first\n']);
    cluster.advance({ byMs: 5_000 });
    expect(told).toEqual(['stdout: first\n', 'stderr: second\n']);
    cluster.advance({ byMs: 5_000 });
    expect(told).toEqual(['stdout: first\n', 'stderr: second\n', 'exec-result 0 ']);
  });

  it('keeps what commands write', () => {
    exec('box', ['sh', '-c', 'echo kept > /tmp/note']);
    expect(exec('box', ['cat', '/tmp/note'])).toMatchObject([{ code: 0, stdout: 'kept\n' }]);
  });

  it('takes the time that the command sleeps', () => {
    const replies: unknown[] = [];
    const message = { type: 'exec', namespace: 'default', name: 'box', command: ['sh', '-c', 'sleep 3; echo up'] };
    cluster.message({ to: 'node/node-1', message }, (reply) => replies.push(reply));
    cluster.advance({ byMs: 2_900 });
    expect(replies).toEqual([]);
    cluster.advance({ byMs: 200 });
    expect(replies).toMatchObject([{ stdout: 'up\n' }]);
  });

  it('waits for the end of its input only where the command reads it', () => {
    const result = (command: readonly string[]) => exec('box', command, { stdin: true, tty: true }).at(-1);
    expect(result(['hostname'])).toMatchObject({ code: 0 });
    expect(result(['sh', '-c', 'exit 4'])).toMatchObject({ code: 4 });
    expect(result(['cat'])).toBeUndefined();
    expect(result(['sh', '-c', 'cat | wc -l'])).toBeUndefined();
  });

  it('says why a command or a container is not there', () => {
    expect(exec('box', ['nothing'])).toMatchObject([{ error: expect.stringContaining('executable file not found in $PATH') }]);
    expect(exec('box', ['ls'], { container: 'other' })).toMatchObject([
      { refused: { code: 500, message: 'unable to upgrade connection: container not found ("other")' } },
    ]);
  });

  it('crashes a container by killing its process 1, and is cut short by the crash', () => {
    exec('web', ['kill', '1']);
    cluster.advance({ byMs: 10_000 });
    const web = list(cluster, 'pods', 'default').find(({ metadata }) => metadata.name === 'web');
    expect(web?.status?.containerStatuses?.[0]).toMatchObject({ restartCount: 1, ready: true });
  });

  it('is a shell in a terminal', () => {
    const replies: (ExecOutput | ExecResult)[] = [];
    const message = { type: 'exec', namespace: 'default', name: 'box', command: ['sh'], stdin: true, tty: true };
    const id = cluster.message({ to: 'node/node-1', message }, (reply) => replies.push(reply as ExecOutput));
    for (const data of ['X=1\r', 'echo $X; sleep 50\r', '\u0003', 'exit 3\r']) {
      cluster.message({ to: 'node/node-1', message: { type: 'exec-input', data }, id }, () => {});
      cluster.advance({ byMs: 1_000 });
    }
    const screen = replies.map((reply) => (reply.type === 'exec-output' ? reply.data : `[${reply.code}]`)).join('');
    expect(screen).toBe('/ # X=1\r\n/ # echo $X; sleep 50\r\n1\r\n^C\r\n/ # exit 3\r\n[3]');
  });

  it('ends without an answer where the machine is off, and is repeated from the journal', () => {
    expect(cluster.message({ to: 'node/none', message: { type: 'exec' } }, (reply) => expect(reply).toBeUndefined())).toBe(1);
    exec('web', ['kill', '1']);
    cluster.advance({ byMs: 20_000 });
    const again = replay(cluster.journal());
    again.advance({ untilMs: cluster.nowMs });
    expect(again.hash()).toBe(cluster.hash());
  });
});
