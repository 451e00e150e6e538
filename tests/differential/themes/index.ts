import { create } from './create';
import { deletes } from './deletes';
import { reads } from './reads';
import { reviews } from './reviews';
import { subresources } from './subresources';
import { tables } from './tables';
import type { Theme } from './theme';
import { update } from './update';
import { writes } from './writes';

export const themes: readonly Theme[] = [create, update, writes, reads, deletes, subresources, reviews, tables];
