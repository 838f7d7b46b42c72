package com.shangwellness.infra.zone;

import com.shangwellness.infra.Logs;
import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.CfnResourcePolicy;
import software.amazon.awscdk.services.route53.CfnHostedZone;
import software.constructs.Construct;

/** A hosted zone of our own, and the log of what it is asked. */
final class SiteZone extends Construct {
  private final CfnHostedZone zone;

  SiteZone(Construct stack, Names names, Settings settings) {
    super(stack, "SiteZone");
    var domain = settings.domain().name();
    var name = names.queryLogGroup(domain);
    var log = Logs.group(this, "QueryLog", name, settings.logRetentionDays());
    var groupArn = "arn:aws:logs:" + Zone.REGION + ":" + names.account() + ":log-group:" + name;
    var admission = admission(names, groupArn + ":*");
    admission.getNode().addDependency(log);
    this.zone =
        CfnHostedZone.Builder.create(this, "Zone")
            .name(domain)
            .queryLoggingConfig(
                CfnHostedZone.QueryLoggingConfigProperty.builder()
                    .cloudWatchLogsLogGroupArn(groupArn)
                    .build())
            .build();
    // Made anew, a zone has other name servers, and the domain points nowhere.
    zone.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    // Route 53 tries the log group when the zone is made.
    zone.getNode().addDependency(admission);
    CfnOutput.Builder.create(stack, ZoneOutputs.NAME_SERVERS)
        .description("Where the registrar of " + domain + " has to point")
        .value(Fn.join(",", zone.getAttrNameServers()))
        .build();
  }

  String id() {
    return zone.getAttrId();
  }

  private CfnResourcePolicy admission(Names names, String resource) {
    var write =
        PolicyStatement.Builder.create()
            .principals(List.of(ServicePrincipal.Builder.create("route53.amazonaws.com").build()))
            .actions(List.of("logs:CreateLogStream", "logs:PutLogEvents"))
            .resources(List.of(resource))
            .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", names.account())))
            .build();
    var document = PolicyDocument.Builder.create().statements(List.of(write)).build();
    return CfnResourcePolicy.Builder.create(this, "Admission")
        .policyName(names.edge("query-log"))
        .policyDocument(Stack.of(this).toJsonString(document))
        .build();
  }
}
