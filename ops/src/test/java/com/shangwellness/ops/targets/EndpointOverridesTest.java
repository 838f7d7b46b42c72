package com.shangwellness.ops.targets;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.Failure;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.profiles.ProfileFile;

class EndpointOverridesTest {
  private static final String CONFIGURATION =
      """
      [default]
      region = ap-south-1
      [profile local]
      endpoint_url = http://127.0.0.1:4566
      [profile by-services]
      services = elsewhere
      [services elsewhere]
      s3 =
        endpoint_url = http://127.0.0.1:9000
      """;

  @Test
  void a_variable_that_leads_elsewhere_is_named() {
    assertThatThrownBy(
            () -> refuse("default", Map.of("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9000")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("--target aws means AWS itself")
        .hasMessageContaining("the variable AWS_ENDPOINT_URL_S3 (http://127.0.0.1:9000)");
  }

  @Test
  void a_profile_that_leads_elsewhere_is_named() {
    assertThatThrownBy(() -> refuse("local", Map.of()))
        .hasMessageContaining("endpoint_url of the profile local");
  }

  @Test
  void services_that_a_profile_names_count_too() {
    assertThatThrownBy(() -> refuse("by-services", Map.of()))
        .hasMessageContaining("endpoint_url of the services elsewhere");
  }

  @Test
  void the_profile_that_the_environment_names_counts() {
    assertThatThrownBy(
            () ->
                EndpointOverrides.refuse(
                    Optional.empty(), Map.of("AWS_PROFILE", "local"), configuration()))
        .hasMessageContaining("profile local");
  }

  @Test
  void without_overrides_or_with_them_switched_off_nothing_is_refused() {
    assertThatCode(() -> refuse("default", Map.of("AWS_REGION", "ap-south-1")))
        .doesNotThrowAnyException();
    assertThatCode(() -> refuse("local", Map.of("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")))
        .doesNotThrowAnyException();
  }

  private static void refuse(String profile, Map<String, String> environment) {
    EndpointOverrides.refuse(Optional.of(profile), environment, configuration());
  }

  private static ProfileFile configuration() {
    return ProfileFile.builder()
        .type(ProfileFile.Type.CONFIGURATION)
        .content(CONFIGURATION)
        .build();
  }
}
