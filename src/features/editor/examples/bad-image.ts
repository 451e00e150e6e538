export const badImage = `# There is no such image: ErrImagePull, then ImagePullBackOff.
apiVersion: v1
kind: Pod
metadata:
  name: bad-image
spec:
  containers:
    - name: app
      image: registry.invalid/no-such-image:1
`;
