package com.shangwellness.ops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.fake.Assemblies;
import com.shangwellness.ops.progress.Happening;
import com.shangwellness.ops.targets.LocalTarget;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each type whose names are looked for, with the answers that AWS gives. */
class TakenNamesTest {
  private static final JsonNode TABLE = table();
  private static final String NO_SUCH_STACK =
      "<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack with id p-web does not"
          + " exist</Message></Error></ErrorResponse>";

  @TempDir private Path folder;
  private final List<String> remarks = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private HttpServer aws;
  private JsonNode answer;

  @BeforeEach
  void begin() throws IOException {
    aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    aws.createContext("/", this::answer);
    aws.start();
  }

  @AfterEach
  void end() {
    aws.stop(0);
  }

  static Stream<String> types() {
    return TABLE.propertyStream().map(type -> type.getKey());
  }

  @Test
  void each_type_that_is_looked_for_has_its_answers_in_the_table() {
    assertThat(types()).containsExactlyInAnyOrderElementsOf(NameLookups.types());
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_name_that_something_has_is_refused_before_anything_is_created(String type) {
    answer = TABLE.get(type).get("there");

    assertThatThrownBy(() -> refuse(type, TABLE.get(type).get("properties")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(
            type
                + " "
                + (type.endsWith("AnomalyMonitor") ? "SERVICE" : "taken")
                + "  (stack p-web)")
        .hasMessageContaining("nothing was created");
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_name_that_nothing_has_is_free(String type) {
    var row = TABLE.get(type);
    var properties = row.get("properties").deepCopy();
    if (row.has("absent")) {
      answer = row.get("absent");
    } else {
      answer = row.get("there");
      rename(properties);
    }

    assertThatCode(() -> refuse(type, properties)).doesNotThrowAnyException();
  }

  /** Another name than that which the answer's list has. */
  private static void rename(JsonNode node) {
    for (var field : node.properties()) {
      if (field.getValue().asText().equals("taken")) {
        ((ObjectNode) node).put(field.getKey(), "free");
      } else if (field.getValue().isArray()) {
        ((ObjectNode) node).putArray(field.getKey()).add("free");
      } else {
        rename(field.getValue());
      }
    }
  }

  @Test
  void where_a_service_is_not_offered_nothing_can_have_a_name_and_it_is_asked_once() {
    answer = JsonNodeFactory.instance.objectNode().put("status", 501).put("body", "");
    var two =
        """
        {"Resources": {
          "A": {"Type": "AWS::Events::Rule", "Properties": {"Name": "a"}},
          "B": {"Type": "AWS::Events::Rule", "Properties": {"Name": "b"}}}}
        """;

    refuse(two);

    assertThat(asked).hasSize(1);
    assertThat(remarks).isEmpty();
  }

  @Test
  void what_the_credentials_may_not_look_at_is_told_and_stops_nothing() {
    answer =
        JsonNodeFactory.instance
            .objectNode()
            .put("status", 400)
            .put("body", "{\"__type\":\"AccessDeniedException\",\"Message\":\"no\"}");

    refuse("AWS::Backup::BackupVault", TABLE.at("/AWS::Backup::BackupVault/properties"));

    assertThat(remarks)
        .containsExactly(
            "These credentials may not look whether names of these types are taken:"
                + " AWS::Backup::BackupVault");
  }

  @Test
  void a_name_that_only_the_deployment_puts_together_is_not_asked_for() {
    answer = TABLE.at("/AWS::Events::Rule/there");

    refuse(
        """
        {"Resources": {"A": {"Type": "AWS::Events::Rule",
          "Properties": {"Name": {"Fn::Join": ["", ["a", {"Ref": "AWS::StackName"}]]}}}}}
        """);

    assertThat(asked).isEmpty();
  }

  @Test
  void records_are_looked_for_in_a_zone_that_was_there_and_not_in_one_that_comes_with_the_stacks() {
    answer = TABLE.at("/AWS::Route53::RecordSet/there");
    var record =
        """
        {"Resources": {"A": {"Type": "AWS::Route53::RecordSet", "Properties": {"Name": "taken",
          "Type": "A", "HostedZoneId": {"Fn::GetStackOutput":
            {"StackName": "p-zone", "OutputName": "HostedZoneId", "Region": "us-east-1"}}}}}}
        """;

    assertThatThrownBy(
            () ->
                refuse(
                    new Assemblies(folder)
                        .stack("p-zone", zone("\"Z0123456789ABC\""))
                        .stack("p-web", record)))
        .hasMessageContaining("AWS::Route53::RecordSet taken  (stack p-web)");
    assertThatCode(
            () ->
                refuse(
                    new Assemblies(folder)
                        .stack("p-zone", zone("{\"Fn::GetAtt\": [\"Zone\", \"Id\"]}"))
                        .stack("p-web", record)))
        .doesNotThrowAnyException();
  }

  @Test
  void a_weighted_record_has_room_beside_one_of_another_and_not_beside_its_own() {
    answer = weighted("somebody's");
    assertThatCode(() -> refuse("AWS::Route53::RecordSet", weightedRecord()))
        .doesNotThrowAnyException();

    answer = weighted("ours");
    assertThatThrownBy(() -> refuse("AWS::Route53::RecordSet", weightedRecord()))
        .hasMessageContaining("AWS::Route53::RecordSet taken");
  }

  private static JsonNode weightedRecord() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("Name", "taken")
        .put("Type", "A")
        .put("HostedZoneId", "Z0123456789ABC")
        .put("SetIdentifier", "ours")
        .put("Weight", 255);
  }

  private static JsonNode weighted(String identifier) {
    var body =
        TABLE
            .at("/AWS::Route53::RecordSet/there")
            .asText()
            .replace(
                "<Type>A</Type>",
                "<Type>A</Type><SetIdentifier>"
                    + identifier
                    + "</SetIdentifier><Weight>95</Weight>");
    return JsonNodeFactory.instance.textNode(body);
  }

  private static String zone(String id) {
    return "{\"Resources\": {}, \"Outputs\": {\"HostedZoneId\": {\"Value\": " + id + "}}}";
  }

  @Test
  void what_else_to_do_is_told_where_there_is_something() {
    answer = TABLE.at("/AWS::CE::AnomalyMonitor/there");

    assertThatThrownBy(
            () ->
                refuse("AWS::CE::AnomalyMonitor", TABLE.at("/AWS::CE::AnomalyMonitor/properties")))
        .hasMessageContaining("give its ARN in monitoring.anomalyMonitor");
  }

  private void refuse(String type, JsonNode properties) {
    refuse(
        "{\"Resources\": {\"It\": {\"Type\": \"%s\", \"Properties\": %s}}}"
            .formatted(type, properties));
  }

  private void refuse(String template) {
    refuse(new Assemblies(folder).stack("p-web", template));
  }

  private void refuse(Assemblies assembly) {
    var endpoint = URI.create("http://127.0.0.1:" + aws.getAddress().getPort());
    new TakenNames(new LocalTarget(endpoint, endpoint, endpoint), this::note)
        .refuse(CloudAssembly.read(assembly.write()));
  }

  private void note(Happening happening) {
    if (happening instanceof Happening.Remark remark) {
      remarks.add(remark.line());
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    var request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    try (exchange) {
      if (request.contains("Action=ListStackResources")) {
        send(exchange, 400, NO_SUCH_STACK);
        return;
      }
      asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + request);
      send(
          exchange,
          answer.isObject() ? answer.get("status").asInt() : 200,
          answer.isObject() ? answer.get("body").asText() : answer.asText());
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static JsonNode table() {
    try (var file = TakenNamesTest.class.getResourceAsStream("taken-names.yaml")) {
      return new YAMLMapper().readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
