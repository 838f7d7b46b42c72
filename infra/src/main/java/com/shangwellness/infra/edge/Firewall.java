package com.shangwellness.infra.edge;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.RefusalLog;
import com.shangwellness.infra.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACL.AllowActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.BlockActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.DefaultActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.ManagedRuleGroupStatementProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.OverrideActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.RateBasedStatementProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.RuleActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.RuleProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.StatementProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.VisibilityConfigProperty;
import software.constructs.Construct;

/** Refuses floods and known attacks before they reach anything that costs. */
final class Firewall extends Construct {
  /** The last part of the web ACL's name. */
  static final String WHERE = "site";

  private static final int WINDOW_SECONDS = 300;

  /** AWS's groups, the cheapest refusal first; together 1,125 of the 1,500 free capacity units. */
  private static final List<String> MANAGED =
      List.of(
          "AWSManagedRulesAmazonIpReputationList",
          "AWSManagedRulesKnownBadInputsRuleSet",
          "AWSManagedRulesCommonRuleSet",
          "AWSManagedRulesSQLiRuleSet");

  private final CfnWebACL acl;

  Firewall(Construct scope, Names names, Settings settings) {
    super(scope, "Firewall");
    var rules = new ArrayList<RuleProperty>();
    rules.add(rateLimit(settings.edge().requestsPerFiveMinutes()));
    for (var group : MANAGED) {
      rules.add(managed(group, rules.size()));
    }
    this.acl =
        CfnWebACL.Builder.create(this, "Acl")
            .name(names.webAcl(WHERE))
            .description("Refuses floods and known attacks")
            .scope("CLOUDFRONT")
            .defaultAction(
                DefaultActionProperty.builder()
                    .allow(AllowActionProperty.builder().build())
                    .build())
            .rules(rules)
            // Its metrics go by this name: WAF guide, "Metrics and dimensions".
            .visibilityConfig(visibility(names.webAcl(WHERE)))
            .build();
    new RefusalLog(
        this, names, acl, WHERE, settings.logRetentionDays(), List.of("authorization", "cookie"));
  }

  String arn() {
    return acl.getAttrArn();
  }

  private static RuleProperty rateLimit(int requests) {
    return RuleProperty.builder()
        .name("RateLimit")
        .priority(0)
        .statement(
            StatementProperty.builder()
                .rateBasedStatement(
                    RateBasedStatementProperty.builder()
                        .aggregateKeyType("IP")
                        .evaluationWindowSec(WINDOW_SECONDS)
                        .limit(requests)
                        .build())
                .build())
        .action(RuleActionProperty.builder().block(BlockActionProperty.builder().build()).build())
        .visibilityConfig(visibility("RateLimit"))
        .build();
  }

  private static RuleProperty managed(String group, int priority) {
    return RuleProperty.builder()
        .name(group)
        .priority(priority)
        .statement(
            StatementProperty.builder()
                .managedRuleGroupStatement(
                    ManagedRuleGroupStatementProperty.builder()
                        .vendorName("AWS")
                        .name(group)
                        .build())
                .build())
        // Each rule of the group acts as AWS means it to.
        .overrideAction(OverrideActionProperty.builder().none(Map.of()).build())
        .visibilityConfig(visibility(group))
        .build();
  }

  private static VisibilityConfigProperty visibility(String metric) {
    return VisibilityConfigProperty.builder()
        .metricName(metric)
        .cloudWatchMetricsEnabled(true)
        .sampledRequestsEnabled(true)
        .build();
  }
}
