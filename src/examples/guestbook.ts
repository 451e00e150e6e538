/** The demo's manifests: a guestbook whose frontends read from Redis followers and write to the leader. */
export const guestbook = `# Redis leader: takes the writes.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: redis-leader
  labels: {app: redis, role: leader}
spec:
  replicas: 1
  selector:
    matchLabels: {app: redis, role: leader}
  template:
    metadata:
      labels: {app: redis, role: leader}
    spec:
      containers:
        - name: redis
          image: redis:7.2
          ports:
            - containerPort: 6379
          resources:
            requests: {cpu: 250m, memory: 256Mi}
---
apiVersion: v1
kind: Service
metadata:
  name: redis-leader
  labels: {app: redis, role: leader}
spec:
  selector: {app: redis, role: leader}
  ports:
    - port: 6379
---
# Redis followers: serve the reads.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: redis-follower
  labels: {app: redis, role: follower}
spec:
  replicas: 2
  selector:
    matchLabels: {app: redis, role: follower}
  template:
    metadata:
      labels: {app: redis, role: follower}
    spec:
      containers:
        - name: redis
          image: redis:7.2
          args: ["--replicaof", "redis-leader", "6379"]
          ports:
            - containerPort: 6379
          resources:
            requests: {cpu: 250m, memory: 256Mi}
---
apiVersion: v1
kind: Service
metadata:
  name: redis-follower
  labels: {app: redis, role: follower}
spec:
  selector: {app: redis, role: follower}
  ports:
    - port: 6379
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: frontend
  labels: {app: guestbook, tier: frontend}
spec:
  replicas: 3
  selector:
    matchLabels: {app: guestbook, tier: frontend}
  template:
    metadata:
      labels: {app: guestbook, tier: frontend}
    spec:
      containers:
        - name: web
          image: nginx:1.27
          ports:
            - containerPort: 80
          resources:
            requests: {cpu: 500m, memory: 128Mi}
          readinessProbe:
            httpGet: {path: /, port: 80}
            periodSeconds: 2
---
apiVersion: v1
kind: Service
metadata:
  name: frontend
  labels: {app: guestbook, tier: frontend}
spec:
  type: NodePort
  selector: {app: guestbook, tier: frontend}
  ports:
    - port: 80
      nodePort: 30080
`;

/** Clients outside the cluster's pods that open the guestbook; by then its frontends are ready. */
export const visitors = `apiVersion: sim.kubarium.dev/v1alpha1
kind: Traffic
metadata:
  name: visitors
spec:
  service: {namespace: default, name: frontend, port: 80}
  requestsPerSecond: 2
  startAfterSeconds: 7
`;
