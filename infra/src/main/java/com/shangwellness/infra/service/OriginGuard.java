package com.shangwellness.infra.service;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.RefusalLog;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACL.AllowActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.BlockActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.ByteMatchStatementProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.DefaultActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.FieldToMatchProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.OrStatementProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.RuleActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.RuleProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.StatementProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.TextTransformationProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.VisibilityConfigProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACLAssociation;
import software.constructs.Construct;

/**
 * Refuses what did not come through CloudFront. A web ACL does it, not a rule of the listener:
 * CodeDeploy wants listeners with their default rule only. It guards every listener of the load
 * balancer, the test listener too; health checks go to the targets and never pass it.
 */
final class OriginGuard extends Construct {
  private static final String WHERE = "origin";

  OriginGuard(
      Construct scope, Names names, OriginKey key, String loadBalancerArn, int logRetentionDays) {
    super(scope, "OriginGuard");
    var acl =
        CfnWebACL.Builder.create(this, "Acl")
            .name(names.webAcl(WHERE))
            .description("Refuses what did not come through CloudFront")
            .scope("REGIONAL")
            .defaultAction(
                DefaultActionProperty.builder()
                    .block(BlockActionProperty.builder().build())
                    .build())
            .rules(List.of(fromCloudFront(key.accepted())))
            .visibilityConfig(visibility("OriginGuard"))
            .build();
    CfnWebACLAssociation.Builder.create(this, "Association")
        .resourceArn(loadBalancerArn)
        .webAclArn(acl.getAttrArn())
        .build();
    new RefusalLog(this, names, acl, WHERE, logRetentionDays, List.of(OriginKey.HEADER));
  }

  private static RuleProperty fromCloudFront(List<String> keys) {
    var shown = keys.stream().map(OriginGuard::shows).toList();
    return RuleProperty.builder()
        .name("FromCloudFront")
        .priority(0)
        .statement(
            shown.size() == 1
                ? shown.getFirst()
                : StatementProperty.builder()
                    .orStatement(OrStatementProperty.builder().statements(shown).build())
                    .build())
        .action(RuleActionProperty.builder().allow(AllowActionProperty.builder().build()).build())
        .visibilityConfig(visibility("FromCloudFront"))
        .build();
  }

  private static StatementProperty shows(String key) {
    return StatementProperty.builder()
        .byteMatchStatement(
            ByteMatchStatementProperty.builder()
                .fieldToMatch(
                    FieldToMatchProperty.builder()
                        .singleHeader(Map.of("Name", OriginKey.HEADER))
                        .build())
                .positionalConstraint("EXACTLY")
                .searchString(key)
                .textTransformations(
                    List.of(TextTransformationProperty.builder().priority(0).type("NONE").build()))
                .build())
        .build();
  }

  private static VisibilityConfigProperty visibility(String metric) {
    return VisibilityConfigProperty.builder()
        .metricName(metric)
        .cloudWatchMetricsEnabled(true)
        // Samples would show the header.
        .sampledRequestsEnabled(false)
        .build();
  }
}
