/** Declarations of what the interpreter does itself: their types count, they are never called here. */
import { declare } from '../signature';
import type { Overload } from '../signature';
import { CelError } from '../value';

const own = () => {
  throw new CelError('no such overload');
};

export const CORE: readonly Overload[] = [
  '_&&_(bool, bool): bool',
  '_||_(bool, bool): bool',
  '!_(bool): bool',
  '_?_:_(bool, A, A): A',
  '_==_(A, A): bool',
  '_!=_(A, A): bool',
  '@in(A, list<A>): bool',
  '@in(A, map<A, B>): bool',
  '@not_strictly_false(bool): bool',
  '_[_](list<A>, int): A',
  '_[_](map<A, B>, A): B',
  '_[_](optional<list<V>>, int): optional<V>',
  '_[_](optional<map<K, V>>, K): optional<V>',
  '_[?_](list<V>, int): optional<V>',
  '_[?_](optional<list<V>>, int): optional<V>',
  '_[?_](map<K, V>, K): optional<V>',
  '_[?_](optional<map<K, V>>, K): optional<V>',
  'cel.@mapInsert(map<K, V>, map<K, V>): map<K, V>',
  'cel.@mapInsert(map<K, V>, K, V): map<K, V>',
  'optional<V>::or(optional<V>): optional<V>',
  'optional<V>::orValue(V): V',
].map((signature) => declare(signature, own));
