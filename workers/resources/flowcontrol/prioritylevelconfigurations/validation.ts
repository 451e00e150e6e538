/**
 * Source: pkg/apis/flowcontrol/validation/validation.go ValidatePriorityLevelConfiguration, 1.36.
 */
import { forbiddenField, invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { validateMandatoryLevel } from '../mandatory';
import type { PriorityLevelConfiguration } from './types';

type Spec = NonNullable<PriorityLevelConfiguration['spec']>;
type Limited = NonNullable<Spec['limited']>;

const EXEMPT = 'exempt';
const QUEUES_MAX = 10_000_000;
const HASH_BITS_MAX = 60;

export function validatePriorityLevelConfiguration(object: AnyObject): FieldError[] {
  const { metadata, spec } = object as unknown as PriorityLevelConfiguration;
  const errors: FieldError[] = [];
  const { type = '', limited, exempt } = (spec ?? {}) as Partial<Spec>;
  if ((metadata.name === EXEMPT) !== (type === 'Exempt'))
    errors.push(invalid('spec.type', type, "must be 'Exempt' if and only if `name` is 'exempt'"));
  if (type === 'Exempt') {
    if (limited) errors.push(forbiddenField('spec.limited', 'must be nil if the type is not Limited'));
    validateShares(exempt, 'spec.exempt', errors);
  } else if (type === 'Limited') {
    if (exempt) errors.push(forbiddenField('spec.exempt', 'must be nil if the type is Limited'));
    if (limited) validateLimited(limited, errors);
    else errors.push(required('spec.limited', 'must not be empty when type is Limited'));
  } else {
    errors.push(type ? notSupported('spec.type', type, ['Exempt', 'Limited']) : required('spec.type'));
  }
  errors.push(...validateMandatoryLevel(metadata.name, spec));
  return errors;
}

function validateLimited(limited: Limited, errors: FieldError[]): void {
  const { nominalConcurrencyShares: shares = 0, lendablePercent, limitResponse, borrowingLimitPercent: borrowing } = limited;
  validateShares({ nominalConcurrencyShares: shares }, 'spec.limited', errors);
  validateResponse(limitResponse, 'spec.limited.limitResponse', errors);
  validateShares({ lendablePercent }, 'spec.limited', errors);
  if (borrowing !== undefined && borrowing < 0)
    errors.push(invalid('spec.limited.borrowingLimitPercent', borrowing, 'if specified, must be a non-negative integer'));
}

function validateShares(given: Spec['exempt'], at: string, errors: FieldError[]): void {
  const { nominalConcurrencyShares: shares = 0, lendablePercent: percent = 0 } = given ?? {};
  if (shares < 0) errors.push(invalid(`${at}.nominalConcurrencyShares`, shares, 'must be a non-negative integer'));
  if (percent < 0 || percent > 100) errors.push(invalid(`${at}.lendablePercent`, percent, 'must be between 0 and 100, inclusive'));
}

function validateResponse(response: Limited['limitResponse'], at: string, errors: FieldError[]): void {
  const { type = '', queuing } = (response ?? {}) as { type?: string; queuing?: NonNullable<Limited['limitResponse']>['queuing'] };
  if (type === 'Reject') {
    if (queuing) errors.push(forbiddenField(`${at}.queuing`, 'must be nil if limited.limitResponse.type is not Limited'));
    return;
  }
  if (type !== 'Queue') return void errors.push(type ? notSupported(`${at}.type`, type, ['Queue', 'Reject']) : required(`${at}.type`));
  if (!queuing) return void errors.push(required(`${at}.queuing`, 'must not be empty if limited.limitResponse.type is Limited'));
  const { queues = 0, handSize = 0, queueLengthLimit = 0 } = queuing;
  const path = `${at}.queuing`;
  if (queueLengthLimit <= 0) errors.push(invalid(`${path}.queueLengthLimit`, queueLengthLimit, 'must be positive'));
  if (queues <= 0) errors.push(invalid(`${path}.queues`, queues, 'must be positive'));
  else if (queues > QUEUES_MAX) errors.push(invalid(`${path}.queues`, queues, `must not be greater than ${QUEUES_MAX}`));
  if (handSize <= 0) errors.push(invalid(`${path}.handSize`, handSize, 'must be positive'));
  else if (handSize > queues) errors.push(invalid(`${path}.handSize`, handSize, `should not be greater than queues (${queues})`));
  else if (entropyBits(queues, handSize) > HASH_BITS_MAX) {
    const text = `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${HASH_BITS_MAX}`;
    errors.push(invalid(`${path}.handSize`, handSize, text));
  }
}

/** How much of a hash it takes to deal that many queues. */
function entropyBits(deck: number, hand: number): number {
  return Math.ceil(Math.log2(deck) * hand);
}
