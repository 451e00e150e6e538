import type { IResourceClaimTemplate } from 'kubernetes-models/resource.k8s.io/v1';
import type { Stored } from '../../stored';

export type ResourceClaimTemplate = Stored<IResourceClaimTemplate>;
