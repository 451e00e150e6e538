/** A kubeconfig for a server without authentication. */
export function kubeconfig(url: string): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: kubarium
  cluster:
    server: ${url}
contexts:
- name: kubarium
  context:
    cluster: kubarium
    user: kubarium
current-context: kubarium
users:
- name: kubarium
  user: {}
`;
}
