import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { Stored } from '../../stored';

export type HorizontalPodAutoscaler = Stored<IHorizontalPodAutoscaler>;
