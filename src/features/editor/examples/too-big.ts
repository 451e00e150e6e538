export const tooBig = `# No node has 64 CPUs: the pod stays Pending, and Why tells the reason.
apiVersion: v1
kind: Pod
metadata:
  name: too-big
spec:
  containers:
    - name: app
      image: nginx:1.27
      resources:
        requests: {cpu: "64", memory: 1Gi}
`;
