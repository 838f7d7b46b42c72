package com.shangwellness.ops.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

class SignatureTest {

  private static final Instant NOW = Instant.parse("2026-11-28T21:00:00Z");
  private static final URI ENDPOINT = URI.create("https://api.ecr.ap-south-1.amazonaws.com");
  private static final String BODY = "{\"repositoryName\":\"web\"}";
  private static final Map<String, String> HEADERS =
      Map.of("content-type", "application/x-amz-json-1.1", "x-amz-target", "T.Describe");

  /** As the AWS SDK signs the same request. */
  @Test
  void a_request_is_signed_as_the_sdk_signs_it() {
    var request = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(ENDPOINT.resolve("/"));
    HEADERS.forEach(request::putHeader);
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(AwsCredentialsIdentity.create("AKIDEXAMPLE", "secret/key"))
                        .request(request.build())
                        .payload(
                            () -> new ByteArrayInputStream(BODY.getBytes(StandardCharsets.UTF_8)))
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "ap-south-1")
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ecr")
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC)))
            .request();

    var headers = new TreeMap<>(HEADERS);
    signed
        .firstMatchingHeader("x-amz-content-sha256")
        .ifPresent(hash -> headers.put("x-amz-content-sha256", hash));
    var ours =
        new Signature("AKIDEXAMPLE", "secret/key", "ap-south-1", "ecr")
            .sign(ENDPOINT, headers, BODY, NOW);
    assertThat(ours.get("authorization"))
        .isEqualTo(signed.firstMatchingHeader("Authorization").orElseThrow());
    assertThat(ours.get("x-amz-date"))
        .isEqualTo(signed.firstMatchingHeader("X-Amz-Date").orElseThrow());
  }
}
