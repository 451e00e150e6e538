/** What stands where the cluster's CA certificate would be: there is no certificate authority, and the content says so. */
export const SIMULATED_CA = '-----BEGIN CERTIFICATE-----\nc2ltdWxhdGVkOiBub3QgYSBjZXJ0aWZpY2F0ZQ==\n-----END CERTIFICATE-----\n';
