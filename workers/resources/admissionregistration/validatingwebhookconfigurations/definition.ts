import type { AnyObject } from '../../../api/meta';
import { define } from '../../define';
import { CATEGORIES, generations, setWebhookDefaults, webhookTable } from '../strategy';
import { validateWebhooks } from '../webhook-validation';

const validate = (object: AnyObject) => validateWebhooks(object, false);

export const validatingWebhookConfigurations = define({
  group: 'admissionregistration.k8s.io',
  resource: 'validatingwebhookconfigurations',
  kind: 'ValidatingWebhookConfiguration',
  namespaced: false,
  categories: CATEGORIES,
  strategy: {
    setDefaults: setWebhookDefaults,
    ...generations('webhooks'),
    validate,
    validateUpdate: validate,
    allowUnconditionalUpdate: false,
  },
  table: webhookTable,
});
