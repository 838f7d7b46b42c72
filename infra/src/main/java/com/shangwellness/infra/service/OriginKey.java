package com.shangwellness.infra.service;

import static com.shangwellness.infra.Reasons.because;

import com.shangwellness.infra.Names;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awscdk.services.secretsmanager.CfnSecret;
import software.amazon.awscdk.services.secretsmanager.CfnSecret.GenerateSecretStringProperty;
import software.amazon.awscdk.services.secretsmanager.CfnSecret.ReplicaRegionProperty;
import software.constructs.Construct;

/**
 * The secret by which the load balancer knows CloudFront (decision 0005). Secrets Manager makes it
 * and carries it to us-east-1; templates hold references to it only.
 *
 * <p>It changes by generations: while one is new, the one before it is accepted too.
 */
public final class OriginKey extends Construct {
  /** The header that CloudFront shows it in. */
  public static final String HEADER = "x-shangwellness-origin-key";

  private final List<String> accepted;

  /**
   * Adds the secrets.
   *
   * @param edgeRegion where CloudFront's stack reads it
   */
  OriginKey(Construct scope, Names names, int generation, String edgeRegion) {
    super(scope, "OriginKey");
    this.accepted =
        IntStream.rangeClosed(Math.max(1, generation - 1), generation)
            .mapToObj(n -> valueOf(secret(n, names, edgeRegion).getRef()))
            .toList();
  }

  /** References to the values that the load balancer accepts. */
  List<String> accepted() {
    return accepted;
  }

  /** The reference to the value that CloudFront shows, in any region that has the secret. */
  public static String shown(Names names, int generation) {
    return valueOf(names.originKey(generation));
  }

  private CfnSecret secret(int generation, Names names, String edgeRegion) {
    var secret =
        CfnSecret.Builder.create(this, "Generation" + generation)
            .name(names.originKey(generation))
            .description("CloudFront shows it to the load balancer, which refuses all others")
            .generateSecretString(
                GenerateSecretStringProperty.builder()
                    .passwordLength(48)
                    .excludePunctuation(true)
                    .build())
            .replicaRegions(
                edgeRegion.equals(names.region())
                    ? null
                    : List.of(ReplicaRegionProperty.builder().region(edgeRegion).build()))
            .build();
    NagSuppressions.addResourceSuppressions(
        secret,
        List.of(
            because(
                "AwsSolutions-SMG4",
                "It is changed by raising edge.originKey and deploying: two stacks have to change"
                    + " in order, which no rotation function could do")));
    return secret;
  }

  private static String valueOf(String secret) {
    return "{{resolve:secretsmanager:" + secret + "}}";
  }
}
