package com.shangwellness.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.wafv2.CfnLoggingConfiguration;
import software.amazon.awscdk.services.wafv2.CfnLoggingConfiguration.ActionConditionProperty;
import software.amazon.awscdk.services.wafv2.CfnLoggingConfiguration.ConditionProperty;
import software.amazon.awscdk.services.wafv2.CfnLoggingConfiguration.FieldToMatchProperty;
import software.amazon.awscdk.services.wafv2.CfnLoggingConfiguration.FilterProperty;
import software.amazon.awscdk.services.wafv2.CfnLoggingConfiguration.LoggingFilterProperty;
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

  /** What is let through is in the access logs. */
  private static LoggingFilterProperty refusedOnly() {
    return LoggingFilterProperty.builder()
        .defaultBehavior("DROP")
        .filters(
            List.of(
                FilterProperty.builder()
                    .behavior("KEEP")
                    .requirement("MEETS_ANY")
                    .conditions(
                        List.of(
                            ConditionProperty.builder()
                                .actionCondition(
                                    ActionConditionProperty.builder().action("BLOCK").build())
                                .build()))
                    .build()))
        .build();
  }

  private static Map<String, String> named(String header) {
    return Map.of("Name", header);
  }
}
