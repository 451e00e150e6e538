import type { ObjectMeta } from '../api/meta';

/** A kind's wire type as the API server stores it: metadata is always there. */
export type Stored<T> = Omit<T, 'metadata'> & { readonly metadata: ObjectMeta };
