export const tainted = `# node-2 is reserved for the batch team: of these two pods only "batch" may go there, and must.
apiVersion: v1
kind: Node
metadata:
  name: node-2
  labels: {team: batch}
spec:
  taints:
    - {key: team, value: batch, effect: NoSchedule}
---
apiVersion: v1
kind: Pod
metadata:
  name: batch
spec:
  nodeSelector: {team: batch}
  tolerations:
    - {key: team, operator: Equal, value: batch, effect: NoSchedule}
  containers:
    - name: app
      image: nginx:1.27
---
apiVersion: v1
kind: Pod
metadata:
  name: everyone-else
spec:
  containers:
    - name: app
      image: nginx:1.27
`;
