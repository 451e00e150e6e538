export const crashLoop = `# The program ends with an error again and again: watch the back-off grow (10 s, 20 s, 40 s, ...).
apiVersion: v1
kind: Pod
metadata:
  name: crash-loop
spec:
  containers:
    - name: app
      image: busybox:1.36
      command: ["sh", "-c", "sleep 3; exit 1"]
`;
