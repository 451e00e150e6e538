/** status of validating policies, at once (source: k8s.io/kubernetes/pkg/controller/validatingadmissionpolicystatus, 1.36). */
import { cloneJson } from '../../../lib/clone';
import type { ValidatingAdmissionPolicy } from '../../../resources/admissionregistration/types';
import type { Draft } from '../../../resources/definition';
import type { Change } from '../../../store/store';
import { sealed } from '../../backend';
import type { Backend } from '../../backend';
import { resourcePrefix } from '../../keys';
import { typeChecking } from './type-checking';

const PREFIX = resourcePrefix('admissionregistration.k8s.io', 'validatingadmissionpolicies');

export class PolicyStatus {
  private dirty = true;

  constructor(private readonly backend: Backend) {}

  changed({ key }: Change): void {
    if (key.startsWith(PREFIX)) this.dirty = true;
  }

  settle(): void {
    if (!this.dirty) return;
    this.dirty = false;
    const { store } = this.backend;
    for (const { key, value, modRevision } of store.range(PREFIX)) {
      const { metadata, status } = value as ValidatingAdmissionPolicy;
      if (status?.observedGeneration === metadata.generation) continue;
      const draft = {
        ...cloneJson(value as object),
        status: {
          ...status,
          observedGeneration: metadata.generation,
          typeChecking: typeChecking(value as ValidatingAdmissionPolicy, this.backend),
        },
      } as unknown as Draft;
      store.put(key, modRevision, (revision) => sealed(this.backend, draft, revision));
    }
    this.dirty = false;
  }
}
