import type { IAPIService } from 'kubernetes-models/apiregistration.k8s.io/v1';
import type { Stored } from '../../stored';

export type APIService = Stored<IAPIService>;
