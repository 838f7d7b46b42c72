package com.shangwellness.region.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.shangwellness.region.codec.AwsErrors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.DashboardEntry;
import software.amazon.awssdk.services.cloudwatch.model.DashboardInvalidInputErrorException;
import software.amazon.awssdk.services.cloudwatch.model.DashboardValidationMessage;

/** CloudWatch API reference, "Dashboard body structure and syntax". */
class DashboardsTest {

  private static final String BODY =
      """
      {"widgets":[{"type":"metric","x":0,"y":0,"width":24,"height":6,
      "properties":{"region":"ap-south-1","metrics":[["Shop","Errors"]]}}]}
      """;

  private final TestCloudWatch region = new TestCloudWatch();

  private List<DashboardValidationMessage> put(String name, String body) {
    return region
        .ask(() -> region.cloudWatch.putDashboard(r -> r.dashboardName(name).dashboardBody(body)))
        .dashboardValidationMessages();
  }

  @Test
  void a_dashboard_is_kept_as_it_is_listed_replaced_and_deleted() {
    assertThat(put("production", BODY)).isEmpty();
    put("other", "{\"widgets\":[]}");

    var found =
        region.ask(() -> region.cloudWatch.getDashboard(r -> r.dashboardName("production")));
    assertThat(found.dashboardBody()).isEqualTo(BODY);
    assertThat(found.dashboardArn())
        .isEqualTo("arn:aws:cloudwatch::123456789012:dashboard/production");
    assertThat(
            region
                .ask(() -> region.cloudWatch.listDashboards(r -> r.dashboardNamePrefix("prod")))
                .dashboardEntries())
        .extracting(DashboardEntry::dashboardName, DashboardEntry::size)
        .containsExactly(tuple("production", (long) BODY.length()));

    put("production", "{\"widgets\":[]}");
    region.ask(() -> region.cloudWatch.deleteDashboards(r -> r.dashboardNames("production")));
    assertThat(region.ask(() -> region.cloudWatch.listDashboards()).dashboardEntries())
        .extracting(DashboardEntry::dashboardName)
        .containsExactly("other");
  }

  @Test
  void a_widget_without_a_region_is_kept_with_a_warning() {
    assertThat(put("d", BODY.replace("\"region\":\"ap-south-1\",", "")))
        .extracting(DashboardValidationMessage::dataPath)
        .containsExactly("/widgets/0/properties/region");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          d    | nonsense                                                        | must be valid JSON
          d    | []                                                              | must be a JSON object
          d    | {}                                                              | Should have required property 'widgets'
          d    | {"widgets":[{"type":"table","properties":{}}]}                  | /widgets/0/type Should be one of
          d    | {"widgets":[{"type":"text"}]}                                   | /widgets/0/properties Should be an object
          d    | {"widgets":[{"type":"text","properties":{}}]}                   | Should have property 'markdown'
          d    | {"widgets":[{"type":"metric","properties":{"region":"r"}}]}     | Should have property 'metrics' or 'annotations'
          d    | {"widgets":[{"type":"text","x":20,"width":6,"properties":{"markdown":"m"}}]} | x and width together should be at most 24
          a b  | {"widgets":[]}                                                  | DashboardName must be 1 to 255
          """)
  void what_is_no_dashboard_is_refused_and_says_where(String name, String body, String said) {
    var refusal =
        catchThrowableOfType(DashboardInvalidInputErrorException.class, () -> put(name, body));

    assertThat(AwsErrors.code(refusal)).isEqualTo("InvalidParameterInput");
    assertThat(AwsErrors.message(refusal)).contains(said);
    assertThat(region.ask(() -> region.cloudWatch.listDashboards()).dashboardEntries()).isEmpty();
  }

  @Test
  void one_that_is_not_there_is_not_found_and_then_none_is_deleted() {
    put("d", "{\"widgets\":[]}");
    var refusal =
        catchThrowableOfType(
            AwsServiceException.class,
            () ->
                region.ask(
                    () -> region.cloudWatch.deleteDashboards(r -> r.dashboardNames("d", "none"))));

    assertThat(AwsErrors.code(refusal)).isEqualTo("ResourceNotFound");
    assertThat(region.ask(() -> region.cloudWatch.listDashboards()).dashboardEntries()).hasSize(1);
  }
}
