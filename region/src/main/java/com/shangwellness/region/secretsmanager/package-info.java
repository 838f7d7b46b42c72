/** AWS Secrets Manager: secrets with versions and stages, encrypted by KMS. */
package com.shangwellness.region.secretsmanager;
