/** The table of field numbers, read on demand; it lists fields in the order Go declares them. */
import numbers from './field-numbers.json';

const namesByType = new Map<string, ReadonlyMap<number, string>>();
const orders = new Map<string, ReadonlyMap<string, number>>();

/** Names by number; ">some.Type" is a message whose fields JSON shows as the outer object's own. */
export function fieldNames(typeName: string): ReadonlyMap<number, string> {
  let names = namesByType.get(typeName);
  if (!names) {
    const source = (numbers as Readonly<Record<string, string>>)[typeName] ?? '';
    names = new Map(
      source === '' ? [] : source.split(' ').map((pair) => [Number(pair.slice(0, pair.indexOf(':'))), pair.slice(pair.indexOf(':') + 1)]),
    );
    namesByType.set(typeName, names);
  }
  return names;
}

/** Place of each member among the fields of its Go struct. */
export function fieldOrder(typeName: string): ReadonlyMap<string, number> {
  let order = orders.get(typeName);
  if (!order) {
    order = new Map(flatNames(typeName).map((name, at) => [name, at]));
    orders.set(typeName, order);
  }
  return order;
}

function flatNames(typeName: string): string[] {
  return [...fieldNames(typeName).values()].flatMap((name) => (name.startsWith('>') ? flatNames(name.slice(1)) : [name]));
}
