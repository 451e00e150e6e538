import { describe, expect, it } from 'vitest';
import { execInShell } from '../../../workers/kubelet/images/shell/program';
import { ContainerFiles, VolumeFiles } from '../../../workers/kubelet/runtime/files';

const cases: readonly {
  readonly name: string;
  readonly script: string;
  readonly stdout: string;
  readonly code?: number;
  readonly stderr?: string;
  readonly durationMs?: number;
}[] = [
  { name: 'runs commands in order and returns the last status', script: 'echo a; echo b; false', stdout: 'a\nb\n', code: 1 },
  { name: 'sleeps without real time', script: 'sleep 2; sleep 0.5; exit 3', stdout: '', code: 3, durationMs: 2500 },
  { name: 'short-circuits and and or from left to right', script: 'false && echo no || echo yes', stdout: 'yes\n' },
  { name: 'splits an unquoted variable and keeps a quoted one', script: 'printf "%s|" $A "$A"', stdout: 'x|y|x y|' },
  { name: 'keeps single quotes literal', script: 'echo \'$A\'  "$A"', stdout: '$A x y\n' },
  { name: 'substitutes commands and computes', script: 'n=$(cat /none 2>/dev/null || echo 4); echo $((n * (2 + 1) % 5))', stdout: '2\n' },
  { name: 'loops over words', script: 'for i in $(seq 1 3); do echo -n $i; [ $i -eq 2 ] && break; done', stdout: '12' },
  { name: 'leaves a while loop by its condition', script: 'i=0; while [ $i -lt 3 ]; do i=$((i+1)); done; echo $i', stdout: '3\n' },
  { name: 'chooses between branches', script: 'if [ -f /d/x ]; then echo a; elif true; then echo b; else echo c; fi', stdout: 'b\n' },
  {
    name: 'redirects both ways',
    script: 'echo hi > /d/x; echo more >> /d/x; cat /d/x; echo bad >&2',
    stdout: 'hi\nmore\n',
    stderr: 'bad\n',
  },
  { name: 'pipes text', script: "printf 'b\\na\\n' | sort | head -n 1", stdout: 'a\n' },
  { name: 'reports an unknown command with 127', script: 'nosuch', stdout: '', code: 127, stderr: 'sh: nosuch: not found\n' },
  {
    name: 'reports a syntax error with 2',
    script: 'if true; then',
    stdout: '',
    code: 2,
    stderr: 'sh: syntax error: unexpected end of file\n',
  },
  { name: 'looks names up', script: 'nslookup web >/dev/null && nslookup none >/dev/null', stdout: '', code: 1 },
  { name: 'uses a default for an unset parameter', script: 'echo ${NONE:-d} ${A:+set}', stdout: 'd set\n' },
];

describe('the shell of images', () => {
  it.each(cases)('$name', ({ script, stdout, code = 0, stderr = '', durationMs = 0 }) => {
    const files = new ContainerFiles(() => new Map(), [{ mountPath: '/d', files: new VolumeFiles() }]);
    const result = execInShell(
      {
        env: new Map([['A', 'x y']]),
        files,
        hostname: 'p',
        lookup: (name) => (name === 'web' ? '10.96.0.7' : undefined),
        podIP: '10.1.2.3',
        nowMs: () => 0,
        user: { uid: 0, gid: 0 },
        main: 'sleep 1d',
        kill: () => {},
        hasCurl: false,
        fetchLocal: ({ host }) => ({ address: host, error: 'refused' }),
      },
      ['sh', '-c', script],
    );
    expect(result).toEqual({ code, stdout, stderr, durationMs });
  });
});
