import { formatQuantity, quantityOf } from '../../api/quantity';

/** In the form people write it: "500m", "1.5", "2Gi". */
export function amountOf(resource: string, units: number): string {
  if (resource === 'cpu') return units % 1000 === 0 || units > 1000 ? String(units / 1000) : `${units}m`;
  return formatQuantity(quantityOf(units, resource === 'memory' || resource === 'ephemeral-storage' ? 'BinarySI' : 'DecimalSI'));
}
