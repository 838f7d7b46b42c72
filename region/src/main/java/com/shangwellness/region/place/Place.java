package com.shangwellness.region.place;

/**
 * One AWS region of one account.
 *
 * @param account the twelve-digit account
 * @param region the AWS region's name, for example {@code ap-south-1}
 */
public record Place(String account, String region) {

  /** The ARN of a regional resource: {@code arn:aws:ecs:ap-south-1:123456789012:cluster/web}. */
  public String arn(String service, String resource) {
    return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
  }

  /** The ARN of a resource of a global service such as IAM, which names no region. */
  public String globalArn(String service, String resource) {
    return "arn:aws:" + service + "::" + account + ":" + resource;
  }

  /** A zone of this region: {@code zone('a')} of {@code ap-south-1} is {@code ap-south-1a}. */
  public String zone(char letter) {
    return region + letter;
  }
}
