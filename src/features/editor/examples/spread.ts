export const spread = `# Six pods, spread evenly over the zones: the counts may differ by one at most.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: spread
spec:
  replicas: 6
  selector:
    matchLabels: {app: spread}
  template:
    metadata:
      labels: {app: spread}
    spec:
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: DoNotSchedule
          labelSelector:
            matchLabels: {app: spread}
      containers:
        - name: app
          image: nginx:1.27
          resources:
            requests: {cpu: 100m, memory: 64Mi}
`;
