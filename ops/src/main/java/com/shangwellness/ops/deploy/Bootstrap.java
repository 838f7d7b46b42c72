package com.shangwellness.ops.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The stack that the CDK's templates presuppose: a bucket for assets and the roles that deploy.
 * Where {@code cdk bootstrap} has made it already, it is left alone.
 */
final class Bootstrap {
  static final String STACK = "CDKToolkit";
  private static final String TEMPLATE = "bootstrap-template.yaml";

  private final Stacks stacks;
  private final StackDeployer deployer;

  Bootstrap(Stacks stacks, StackDeployer deployer) {
    this.stacks = stacks;
    this.deployer = deployer;
  }

  /** Creates or renews the stack if it is missing or older than ours. */
  Outcome bootstrap() {
    var text = text();
    var template = parse(text);
    if (isCurrent(template)) {
      return Outcome.UNCHANGED;
    }
    return deployer.deploy(
        new StackPlan(
            STACK,
            template,
            request -> request.templateBody(text),
            // What `cdk bootstrap` passes: no key of its own (1 USD a month) for the asset bucket.
            Map.of("FileAssetsBucketKmsKeyId", "AWS_MANAGED_KEY"),
            "",
            Map.of(),
            false));
  }

  private boolean isCurrent(JsonNode template) {
    var ours = template.path("Outputs").path("BootstrapVersion").path("Value").asInt();
    return StackStatuses.isGood(stacks.status(STACK))
        && stacks
            .output(STACK, "BootstrapVersion")
            .filter(version -> version.matches("\\d+"))
            .map(Integer::parseInt)
            .filter(theirs -> theirs >= ours)
            .isPresent();
  }

  private static String text() {
    try (var stream = Bootstrap.class.getResourceAsStream(TEMPLATE)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(String text) {
    try {
      return new YAMLMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
