/** `token`: of the server's administrator, where it asks for one. Certificates made for this machine are taken as they are. */
export function kubeconfig(url: string, token?: string): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: kubarium
  cluster:
    server: ${url}${url.startsWith('https:') ? '\n    insecure-skip-tls-verify: true' : ''}
contexts:
- name: kubarium
  context:
    cluster: kubarium
    user: kubarium
current-context: kubarium
users:
- name: kubarium
  user: ${token === undefined ? '{}' : `{ token: ${JSON.stringify(token)} }`}
`;
}
