/** Discovery's fingerprint of the version objects are stored in (source: k8s.io/apiserver/pkg/endpoints/discovery/storageversionhash.go, 1.36). */
import { base64 } from '../../lib/base64';
import type { ResourceDefinition } from '../../resources/definition';
import { sha256 } from '../authn/hmac-sha256';

export function storageVersionHash({ group, version, kind }: ResourceDefinition): string {
  const digest = sha256(Uint8Array.from(`${group}/${version}/${kind}`, (letter) => letter.charCodeAt(0)));
  return base64(String.fromCharCode(...digest.slice(0, 8)));
}
