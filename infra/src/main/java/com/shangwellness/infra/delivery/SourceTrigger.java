package com.shangwellness.infra.delivery;

import static com.shangwellness.infra.Roles.allow;
import static com.shangwellness.infra.Roles.ofThisAccount;
import static com.shangwellness.infra.Roles.role;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Sorted;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/** Starts the pipeline when a source is uploaded. */
final class SourceTrigger extends Construct {

  SourceTrigger(Construct scope, Names names, IBucket source) {
    super(scope, "SourceTrigger");
    var pipeline = names.arn("codepipeline", names.pipeline());
    var starter =
        role(
                this,
                "Role",
                "EventBridge: start the pipeline when a source is uploaded",
                ofThisAccount(names, "events.amazonaws.com"),
                List.of(allow("Start", List.of("codepipeline:StartPipelineExecution"), pipeline)))
            .build();
    CfnRule.Builder.create(this, "Rule")
        .name(names.eventRule("source-uploaded"))
        .description("A source was uploaded: release it")
        .eventPattern(
            Sorted.map(
                Map.of(
                    "source", List.of("aws.s3"),
                    "detail-type", List.of("Object Created"),
                    "detail",
                        Map.of(
                            "bucket", Map.of("name", List.of(source.getBucketName())),
                            "object", Map.of("key", List.of(names.sourceObject()))))))
        .targets(
            List.of(
                CfnRule.TargetProperty.builder()
                    .id("Pipeline")
                    .arn(pipeline)
                    .roleArn(starter.getRoleArn())
                    .build()))
        .build();
  }
}
