package com.shangwellness.region.secretsmanager;

/** How the service that manages a secret rotates it: what RDS gives for its master passwords. */
@FunctionalInterface
public interface ManagedRotation {

  /**
   * Changes the password and puts the new value into the secret. Called on the timeline's thread,
   * inside the request's transaction.
   *
   * @param secretArn the secret's full ARN
   * @param versionId the id that the new version has to get
   */
  void rotate(String secretArn, String versionId);
}
