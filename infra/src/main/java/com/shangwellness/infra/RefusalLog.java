package com.shangwellness.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.wafv2.CfnLoggingConfiguration;
import software.amazon.awscdk.services.wafv2.CfnLoggingConfiguration.FieldToMatchProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.constructs.Construct;

/** The log of what a web ACL refused, without the headers that hold secrets. */
public final class RefusalLog extends Construct {

  /**
   * Adds the log of {@code acl}.
   *
   * @param where the last part of the web ACL's name
   * @param secretHeaders headers whose values are left out
   */
  public RefusalLog(
      Construct scope,
      Names names,
      CfnWebACL acl,
      String where,
      int days,
      List<String> secretHeaders) {
    super(scope, "RefusalLog");
    var name = names.webAclLogGroup(where);
    var group = Logs.group(this, "Group", name, days);
    var region = Stack.of(this).getRegion();
    CfnLoggingConfiguration.Builder.create(this, "Logging")
        .resourceArn(acl.getAttrArn())
        // Without the :* at the end that CloudFormation's own attribute has.
        .logDestinationConfigs(
            List.of("arn:aws:logs:" + region + ":" + names.account() + ":log-group:" + name))
        .loggingFilter(refusedOnly())
        .redactedFields(
            secretHeaders.stream()
                .map(header -> FieldToMatchProperty.builder().singleHeader(named(header)).build())
                .toList())
        .build()
        .getNode()
        .addDependency(group);
  }

  /**
   * What is let through is in the access logs. The property is free JSON to the CDK: it takes the
   * template's own words.
   */
  private static Map<String, Object> refusedOnly() {
    var refused = Map.of("ActionCondition", Map.of("Action", "BLOCK"));
    var filter =
        Map.of("Behavior", "KEEP", "Requirement", "MEETS_ANY", "Conditions", List.of(refused));
    return new TreeMap<>(
        Map.of("DefaultBehavior", "DROP", "Filters", List.of(new TreeMap<>(filter))));
  }

  private static Map<String, String> named(String header) {
    return Map.of("Name", header);
  }
}
