package com.shangwellness.infra;

import software.amazon.awscdk.services.iam.ServicePrincipal;

/**
 * A service that tells people something. Not all of them say for which account they act when they
 * publish, or when they encrypt; a condition that they do not meet drops the message silently.
 */
public enum Publisher {
  /** Alarms of CloudWatch. */
  ALARMS("Alarms", "cloudwatch.amazonaws.com", true, true),
  /** Budgets. */
  BUDGETS("Budgets", "budgets.amazonaws.com", true, true),
  /** Cost Anomaly Detection. */
  // Cost Management guide, "Creating an Amazon SNS topic for anomaly notifications".
  COST_ANOMALIES("CostAnomalies", "costalerts.amazonaws.com", true, false),
  /** Rules of EventBridge. */
  // EventBridge guide, "Amazon SNS permissions": a topic's policy can have no condition for it. SNS
  // guide, "Enable compatibility between event sources from AWS services and encrypted topics":
  // nor can a key's, neither aws:SourceAccount nor aws:SourceArn.
  EVENTS("Events", "events.amazonaws.com", false, false);

  private final String title;
  private final String service;
  private final boolean namesAccountToTopic;
  private final boolean namesAccountToKey;

  Publisher(String title, String service, boolean namesAccountToTopic, boolean namesAccountToKey) {
    this.title = title;
    this.service = service;
    this.namesAccountToTopic = namesAccountToTopic;
    this.namesAccountToKey = namesAccountToKey;
  }

  /** The name of the statement that admits it. */
  public String statement() {
    return "PublishFrom" + title;
  }

  /** Who publishes to a topic. */
  public ServicePrincipal toTopic(Names names) {
    return principal(names, namesAccountToTopic);
  }

  /** Who encrypts with a topic's key. */
  public ServicePrincipal toKey(Names names) {
    return principal(names, namesAccountToKey);
  }

  private ServicePrincipal principal(Names names, boolean namesAccount) {
    return namesAccount
        ? Roles.ofThisAccount(names, service)
        : ServicePrincipal.Builder.create(service).build();
  }
}
