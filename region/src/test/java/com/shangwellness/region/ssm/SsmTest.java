package com.shangwellness.region.ssm;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.kms.Kms;
import com.shangwellness.region.testing.Stage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;

class SsmTest {

  private final Stage stage = new Stage();
  private final Kms kms =
      new Kms(stage.place, stage.timeline, stage.store, stage.ids, stage.random);
  private final Ssm ssm = new Ssm(stage.place, stage.timeline, stage.store, kms);

  private void put(String name, String value) {
    stage.ask(
        () ->
            ssm.putParameter(
                r -> r.name(name).value(value).type(ParameterType.STRING).overwrite(true)));
  }

  private Parameter get(String name) {
    return stage.ask(() -> ssm.getParameter(r -> r.name(name).withDecryption(true))).parameter();
  }

  @Test
  void each_put_makes_a_version_that_can_be_asked_for() {
    put("/app/colour", "blue");
    put("/app/colour", "green");

    assertThat(get("/app/colour").value()).isEqualTo("green");
    assertThat(get("/app/colour").version()).isEqualTo(2);
    assertThat(get("/app/colour:1").value()).isEqualTo("blue");
    assertThat(get("arn:aws:ssm:ap-south-1:123456789012:parameter/app/colour:2").value())
        .isEqualTo("green");
    assertThat(stage.refused(() -> ssm.getParameter(r -> r.name("/app/colour:3"))))
        .startsWith("ParameterVersionNotFound: Systems Manager could not find version 3");
  }

  @Test
  void a_label_names_one_version_and_moves() {
    put("/app/colour", "blue");
    stage.ask(() -> ssm.labelParameterVersion(r -> r.name("/app/colour").labels("live")));
    put("/app/colour", "green");

    assertThat(get("/app/colour:live").value()).isEqualTo("blue");
    stage.ask(() -> ssm.labelParameterVersion(r -> r.name("/app/colour").labels("live")));
    assertThat(get("/app/colour:live").value()).isEqualTo("green");
  }

  @Test
  void a_secure_string_is_kept_encrypted_and_given_plain_only_on_demand() {
    stage.ask(
        () ->
            ssm.putParameter(
                r -> r.name("/app/token").value("secret").type(ParameterType.SECURE_STRING)));

    assertThat(get("/app/token").value()).isEqualTo("secret");
    assertThat(stage.ask(() -> ssm.getParameter(r -> r.name("/app/token"))).parameter().value())
        .doesNotContain("secret");
    assertThat(stage.ask(() -> ssm.describeParameters(r -> {})).parameters().getFirst().keyId())
        .isEqualTo("alias/aws/ssm");
  }

  @ParameterizedTest(name = "{0} = {1} → {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "aws/x      | v | ValidationException: Parameter name: can't be prefixed with",
        "/ssm-x     | v | ValidationException: Parameter name: can't be prefixed with",
        "a/b        | v | ValidationException: Parameter name must be a fully qualified name.",
        "/a b       | v | ValidationException: Parameter name: can only contain",
        "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16 | v | HierarchyLevelLimitExceeded",
        "/a         | - | ValidationException: 1 validation error detected: Value '' at 'value'",
      })
  void what_a_parameter_cannot_be_called_or_hold(String name, String value, String error) {
    assertThat(
            stage.refused(
                () -> ssm.putParameter(r -> r.name(name).value(value).type(ParameterType.STRING))))
        .startsWith(error);
  }

  @Test
  void an_existing_parameter_is_overwritten_only_on_demand() {
    put("/a", "1");

    assertThat(
            stage.refused(
                () -> ssm.putParameter(r -> r.name("/a").value("2").type(ParameterType.STRING))))
        .startsWith("ParameterAlreadyExists: The parameter already exists.");
    assertThat(stage.refused(() -> ssm.putParameter(r -> r.name("/b").value("2"))))
        .isEqualTo(
            "ValidationException: A parameter type is required when you create a parameter.");
  }

  @Test
  void a_path_gives_what_is_below_it_page_by_page() {
    IntStream.range(0, 12).forEach(i -> put("/app/p%02d".formatted(i), "v"));
    put("/app/deep/er", "v");
    put("/application", "v");

    var first = stage.ask(() -> ssm.getParametersByPath(r -> r.path("/app")));
    var second =
        stage.ask(() -> ssm.getParametersByPath(r -> r.path("/app").nextToken(first.nextToken())));

    assertThat(first.parameters()).hasSize(10);
    assertThat(second.parameters())
        .extracting(Parameter::name)
        .containsExactly("/app/p10", "/app/p11");
    assertThat(
            stage
                .ask(
                    () ->
                        ssm.getParametersByPath(
                            r -> r.path("/app/").recursive(true).maxResults(50)))
                .parameters())
        .hasSize(13);
  }

  @Test
  void what_is_missing_is_told_beside_what_is_there() {
    put("/a", "1");

    var answer = stage.ask(() -> ssm.getParameters(r -> r.names("/a", "/b")));

    assertThat(answer.parameters()).extracting(Parameter::value).containsExactly("1");
    assertThat(answer.invalidParameters()).containsExactly("/b");
    stage.ask(() -> ssm.deleteParameter(r -> r.name("/a")));
    assertThat(stage.refused(() -> ssm.getParameter(r -> r.name("/a"))))
        .isEqualTo("ParameterNotFound: Parameter /a not found.");
  }

  @Test
  void tags_are_kept_and_filter() {
    put("/a", "1");
    put("/b", "1");
    stage.ask(
        () ->
            ssm.addTagsToResource(
                r ->
                    r.resourceType(ResourceTypeForTagging.PARAMETER)
                        .resourceId("/a")
                        .tags(Tag.builder().key("env").value("prod").build())));

    assertThat(
            stage
                .ask(
                    () ->
                        ssm.describeParameters(
                            r ->
                                r.parameterFilters(
                                    ParameterStringFilter.builder()
                                        .key("tag:env")
                                        .values("prod")
                                        .build())))
                .parameters())
        .extracting(p -> p.name())
        .containsExactly("/a");
  }
}
