package com.shangwellness.region.cloudformation.types;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.acm.Acm;
import com.shangwellness.region.place.Place;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.acm.model.Tag;

class AcmTypesTest {

  private static final String TEMPLATE =
      """
      Resources:
        Certificate:
          Type: AWS::CertificateManager::Certificate
          Properties:
            DomainName: shangwellness.com
            SubjectAlternativeNames: [www.shangwellness.com]
            ValidationMethod: DNS
            DomainValidationOptions:
              - {DomainName: shangwellness.com, HostedZoneId: Z0123456789ABC}
            Tags: [{Key: Environment, Value: ENVIRONMENT}]
      Outputs:
        Arn: {Value: !Ref Certificate}
      """;

  private final TestStacks stacks = new TestStacks(new Place("669097061043", "us-east-1"));
  private Acm acm;

  @BeforeEach
  void begin() {
    acm = new Acm(stacks.place, stacks.timeline, stacks.store, stacks.ids);
    stacks.of(AcmTypes.types(acm));
  }

  @Test
  void a_stack_waits_until_its_certificate_is_issued() {
    stacks.creates("zone", TEMPLATE.replace("ENVIRONMENT", "prod"));
    stacks.passes(Duration.ofSeconds(1));
    assertThat(stacks.status("zone")).isEqualTo("CREATE_IN_PROGRESS");

    stacks.passes(Duration.ofSeconds(10));

    assertThat(stacks.status("zone"))
        .as(stacks.events("zone").toString())
        .isEqualTo("CREATE_COMPLETE");
    assertThat(stacks.outputs("zone").get("Arn"))
        .startsWith("arn:aws:acm:us-east-1:669097061043:certificate/");
  }

  @Test
  void tags_are_changed_in_place_another_name_is_another_certificate_and_nothing_is_left() {
    stacks.creates("zone", TEMPLATE.replace("ENVIRONMENT", "prod"));
    stacks.passes(Duration.ofMinutes(1));
    var first = stacks.id("zone", "Certificate");

    stacks.updates("zone", TEMPLATE.replace("ENVIRONMENT", "staging"));
    stacks.passes(Duration.ofMinutes(1));
    assertThat(stacks.id("zone", "Certificate")).isEqualTo(first);
    assertThat(stacks.call(() -> acm.listTagsForCertificate(r -> r.certificateArn(first))).tags())
        .contains(Tag.builder().key("Environment").value("staging").build());

    stacks.updates("zone", TEMPLATE.replace("www.", "book."));
    stacks.passes(Duration.ofMinutes(1));
    assertThat(certificates())
        .containsExactly(stacks.id("zone", "Certificate"))
        .doesNotContain(first);

    stacks.deletes("zone");
    stacks.passes(Duration.ofMinutes(1));
    assertThat(stacks.isGone("zone")).isTrue();
    assertThat(certificates()).isEmpty();
  }

  private List<String> certificates() {
    return stacks.call(() -> acm.listCertificates(r -> {})).certificateSummaryList().stream()
        .map(summary -> summary.certificateArn())
        .toList();
  }
}
