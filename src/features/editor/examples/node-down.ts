export const nodeDown = `# Cuts the power of node-1 for ten minutes of the cluster's time. The node is marked NotReady after about 50 s;
# 300 s later its pods are evicted and replaced elsewhere. Deleting the Fault brings the power back at once.
apiVersion: sim.kubarium.dev/v1alpha1
kind: Fault
metadata:
  name: node-1-dark
spec:
  type: PowerOff
  target: {kind: Node, name: node-1}
  durationSeconds: 600
`;
