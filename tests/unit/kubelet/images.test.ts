import { describe, expect, it } from 'vitest';
import { fullName, ImageRegistry, invalidImageName } from '../../../workers/kubelet/images/registry';

describe('image names', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['bitnami/redis:7', 'docker.io/bitnami/redis:7'],
    ['registry.k8s.io/pause:3.10.1', 'registry.k8s.io/pause:3.10.1'],
    ['localhost:5000/app', 'localhost:5000/app:latest'],
    ['nginx@sha256:abc', 'docker.io/library/nginx@sha256:abc'],
  ])('%s is %s in full', (image, full) => {
    expect(fullName(image)).toBe(full);
  });

  it('must be lowercase', () => {
    expect(invalidImageName('Web:1.0')).toBe(
      'couldn\'t parse image name "Web:1.0": invalid reference format: repository name (library/Web) must be lowercase',
    );
    expect(invalidImageName('web:1.0')).toBeUndefined();
  });

  it.each([
    ['nginx:1.16.1', true],
    ['nginx:1.161', false],
    ['nginx:1.29-alpine', true],
    ['redis:e2e', true],
    ['acme/shop:2', true],
    ['acme/nosuch:2', false],
    ['acme/shop:does-not-exist', false],
  ])('%s exists: %s', (image, exists) => {
    expect(new ImageRegistry().find(image) !== undefined).toBe(exists);
  });
});
