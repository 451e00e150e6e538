import type { RandomStream } from '../../../workers/sim/component';
import type { Kind } from '../kinds';
import type { Scenario } from '../scenario';

/** A sort of scenario. */
export interface Theme {
  readonly name: string;
  readonly says: string;
  /** The kinds that it is about. */
  kinds(namespace: string, only?: string): readonly Kind[];
  /** Of one kind; `name` is free on both servers. */
  scenario(kind: Kind, name: string, random: RandomStream): Scenario;
}
