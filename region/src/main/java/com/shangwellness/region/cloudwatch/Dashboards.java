package com.shangwellness.region.cloudwatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatch.model.DashboardEntry;
import software.amazon.awssdk.services.cloudwatch.model.DashboardInvalidInputErrorException;
import software.amazon.awssdk.services.cloudwatch.model.DashboardNotFoundErrorException;
import software.amazon.awssdk.services.cloudwatch.model.DashboardValidationMessage;

/** Dashboards: checked and kept (CloudWatch API reference, "Dashboard body structure"). */
final class Dashboards {

  /** One dashboard. */
  record Kept(String name, String body, Instant changed) {}

  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> WIDGETS =
      Set.of("metric", "text", "log", "alarm", "explorer", "custom");
  private static final int WIDTH = 24;
  private static final int MOST = 500;

  private final Table<Kept> dashboards;
  private final Place place;
  private final Timeline timeline;

  Dashboards(Table<Kept> dashboards, Place place, Timeline timeline) {
    this.dashboards = dashboards;
    this.place = place;
    this.timeline = timeline;
  }

  /** Makes a dashboard, or puts another in its place. What is odd about it comes back. */
  List<DashboardValidationMessage> put(String name, String body) {
    if (name == null || !name.matches("[A-Za-z0-9_-]{1,255}")) {
      throw invalid(
          List.of(message("", "DashboardName must be 1 to 255 letters, digits, - or _.")));
    }
    var warnings = new ArrayList<DashboardValidationMessage>();
    var errors = new ArrayList<DashboardValidationMessage>();
    check(parsed(body), errors, warnings);
    if (!errors.isEmpty()) {
      throw invalid(errors);
    }
    dashboards.put(name, new Kept(name, body, timeline.now()));
    return warnings;
  }

  private static JsonNode parsed(String body) {
    try {
      var json = JSON.readTree(body == null ? "" : body);
      if (json.isObject()) {
        return json;
      }
      throw invalid(List.of(message("", "The dashboard body must be a JSON object.")));
    } catch (JsonProcessingException e) {
      throw invalid(
          List.of(
              message(
                  "", "The field DashboardBody must be valid JSON: " + e.getOriginalMessage())));
    }
  }

  private static void check(
      JsonNode body,
      List<DashboardValidationMessage> errors,
      List<DashboardValidationMessage> warnings) {
    var widgets = body.path("widgets");
    if (!widgets.isArray()) {
      errors.add(message("/widgets", "Should have required property 'widgets', an array"));
      return;
    }
    if (widgets.size() > MOST) {
      errors.add(message("/widgets", "Should have at most " + MOST + " items"));
    }
    for (int i = 0; i < widgets.size(); i++) {
      widget(widgets.get(i), "/widgets/" + i, errors, warnings);
    }
  }

  private static void widget(
      JsonNode widget,
      String path,
      List<DashboardValidationMessage> errors,
      List<DashboardValidationMessage> warnings) {
    var type = widget.path("type").asText();
    if (!WIDGETS.contains(type)) {
      errors.add(message(path + "/type", "Should be one of " + WIDGETS.stream().sorted().toList()));
    }
    var properties = widget.path("properties");
    if (!properties.isObject()) {
      errors.add(message(path + "/properties", "Should be an object"));
      return;
    }
    if (widget.path("x").asInt() + widget.path("width").asInt(6) > WIDTH) {
      errors.add(message(path, "x and width together should be at most " + WIDTH));
    }
    if (type.equals("metric")) {
      if (!properties.has("metrics") && !properties.has("annotations")) {
        errors.add(
            message(path + "/properties", "Should have property 'metrics' or 'annotations'"));
      }
      if (!properties.has("region")) {
        warnings.add(message(path + "/properties/region", "Should have property 'region'"));
      }
    }
    if (type.equals("text") && !properties.has("markdown")) {
      errors.add(message(path + "/properties/markdown", "Should have property 'markdown'"));
    }
  }

  private static DashboardValidationMessage message(String path, String message) {
    return DashboardValidationMessage.builder().dataPath(path).message(message).build();
  }

  private static RuntimeException invalid(List<DashboardValidationMessage> messages) {
    return AwsErrors.of(
        DashboardInvalidInputErrorException.builder().dashboardValidationMessages(messages),
        "The dashboard is not valid: "
            + String.join(
                "; ",
                messages.stream().map(m -> (m.dataPath() + " " + m.message()).strip()).toList()));
  }

  Kept get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                AwsErrors.of(
                    DashboardNotFoundErrorException.builder(),
                    "Dashboard " + name + " does not exist"));
  }

  private Optional<Kept> find(String name) {
    return name == null ? Optional.empty() : dashboards.get(name);
  }

  String arn(String name) {
    return place.globalArn("cloudwatch", "dashboard/" + name);
  }

  List<DashboardEntry> list(String prefix) {
    return dashboards.stream()
        .filter(dashboard -> prefix == null || dashboard.name().startsWith(prefix))
        .map(
            dashboard ->
                DashboardEntry.builder()
                    .dashboardName(dashboard.name())
                    .dashboardArn(arn(dashboard.name()))
                    .lastModified(dashboard.changed())
                    .size((long) dashboard.body().getBytes(StandardCharsets.UTF_8).length)
                    .build())
        .toList();
  }

  void delete(List<String> names) {
    names.forEach(this::get);
    names.forEach(dashboards::remove);
  }
}
