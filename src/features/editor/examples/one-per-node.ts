export const onePerNode = `# The pods repel each other. With more replicas than nodes, one stays Pending.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: one-per-node
spec:
  replicas: 4
  selector:
    matchLabels: {app: one-per-node}
  template:
    metadata:
      labels: {app: one-per-node}
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
                matchLabels: {app: one-per-node}
      containers:
        - name: app
          image: nginx:1.27
          resources:
            requests: {cpu: 100m, memory: 64Mi}
`;
