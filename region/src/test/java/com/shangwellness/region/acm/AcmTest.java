package com.shangwellness.region.acm;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.store.Store;
import com.shangwellness.region.testing.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.DomainStatus;
import software.amazon.awssdk.services.acm.model.Tag;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

class AcmTest {

  private final Stage stage = new Stage();
  private final Acm acm = new Acm(stage.place, stage.timeline, stage.store, stage.ids);

  private static String request(Stage stage, Acm acm, String domain, String... others) {
    return stage
        .ask(
            () ->
                acm.requestCertificate(
                    r ->
                        r.domainName(domain)
                            .subjectAlternativeNames(others)
                            .validationMethod(ValidationMethod.DNS)))
        .certificateArn();
  }

  private CertificateDetail certificate(String arn) {
    return stage.ask(() -> acm.describeCertificate(r -> r.certificateArn(arn))).certificate();
  }

  @Test
  void a_certificate_waits_for_the_validation_of_its_names_and_is_issued_then() {
    var arn = request(stage, acm, "shangwellness.com", "www.shangwellness.com");

    assertThat(arn).matches("arn:aws:acm:ap-south-1:123456789012:certificate/[0-9a-f-]{36}");
    assertThat(certificate(arn).status()).isEqualTo(CertificateStatus.PENDING_VALIDATION);
    assertThat(certificate(arn).subjectAlternativeNames())
        .containsExactly("shangwellness.com", "www.shangwellness.com");
    assertThat(certificate(arn).domainValidationOptions())
        .allMatch(v -> v.validationStatus() == DomainStatus.PENDING_VALIDATION)
        .allMatch(v -> v.resourceRecord().name().endsWith("." + v.domainName() + "."))
        .allMatch(v -> v.resourceRecord().value().endsWith(".acm-validations.aws."));
    assertThat(acm.issuedFor(arn)).isEmpty();

    stage.passes(Acm.VALIDATION);

    var issued = certificate(arn);
    assertThat(issued.status()).isEqualTo(CertificateStatus.ISSUED);
    assertThat(issued.domainValidationOptions())
        .allMatch(v -> v.validationStatus() == DomainStatus.SUCCESS);
    assertThat(Duration.between(issued.notBefore(), issued.notAfter()))
        .isEqualTo(Duration.ofDays(198));
    assertThat(acm.issuedFor(arn)).contains(List.of("shangwellness.com", "www.shangwellness.com"));
  }

  @Test
  void the_same_token_means_the_same_request_for_an_hour() {
    var first = requestOnce("token");
    assertThat(requestOnce("token")).isEqualTo(first);
    assertThat(requestOnce("other")).isNotEqualTo(first);

    stage.passes(Duration.ofHours(1));

    assertThat(requestOnce("token")).isNotEqualTo(first);
  }

  private String requestOnce(String token) {
    return stage
        .ask(() -> acm.requestCertificate(r -> r.domainName("a.com").idempotencyToken(token)))
        .certificateArn();
  }

  @Test
  void a_certificate_that_is_shown_by_somebody_stays() {
    var arn = request(stage, acm, "shangwellness.com");
    acm.usedBy(asked -> asked.equals(arn) ? List.of("arn:of:a:load:balancer") : List.of());

    assertThat(certificate(arn).inUseBy()).containsExactly("arn:of:a:load:balancer");
    assertThat(stage.refused(() -> acm.deleteCertificate(r -> r.certificateArn(arn))))
        .isEqualTo(
            "ResourceInUseException: Certificate " + arn + " in account 123456789012 is in use.");

    acm.usedBy(asked -> List.of());
    stage.ask(() -> acm.deleteCertificate(r -> r.certificateArn(arn)));

    assertThat(stage.refused(() -> acm.describeCertificate(r -> r.certificateArn(arn))))
        .isEqualTo("ResourceNotFoundException: Could not find certificate " + arn + ".");
  }

  @Test
  void a_certificate_has_ten_names_at_most() {
    var others = new String[10];
    for (int i = 0; i < others.length; i++) {
      others[i] = "n" + i + ".shangwellness.com";
    }

    assertThat(
            stage.refused(
                () ->
                    acm.requestCertificate(
                        r -> r.domainName("a.com").subjectAlternativeNames(others))))
        .startsWith("LimitExceededException: ");
  }

  @Test
  void lists_show_the_statuses_that_are_asked_for() {
    var early = request(stage, acm, "early.com");
    stage.passes(Acm.VALIDATION);
    var late = request(stage, acm, "late.com");

    assertThat(listed(CertificateStatus.ISSUED)).containsExactly(early);
    assertThat(listed(CertificateStatus.PENDING_VALIDATION)).containsExactly(late);
    assertThat(listed()).containsExactlyInAnyOrder(early, late);
  }

  private List<String> listed(CertificateStatus... statuses) {
    return stage
        .ask(() -> acm.listCertificates(r -> r.certificateStatuses(statuses)))
        .certificateSummaryList()
        .stream()
        .map(summary -> summary.certificateArn())
        .toList();
  }

  @Test
  void tags_come_and_go() {
    var arn = request(stage, acm, "shangwellness.com");
    stage.ask(
        () ->
            acm.addTagsToCertificate(
                r -> r.certificateArn(arn).tags(tag("a", "1"), tag("b", "1"), tag("c", "1"))));
    stage.ask(() -> acm.addTagsToCertificate(r -> r.certificateArn(arn).tags(tag("b", "2"))));

    stage.ask(
        () ->
            acm.removeTagsFromCertificate(
                // With a value, only that value goes.
                r ->
                    r.certificateArn(arn)
                        .tags(Tag.builder().key("a").build(), tag("c", "another"))));

    assertThat(stage.ask(() -> acm.listTagsForCertificate(r -> r.certificateArn(arn))).tags())
        .containsExactlyInAnyOrder(tag("b", "2"), tag("c", "1"));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @Test
  void a_validation_goes_on_after_a_restart(@TempDir Path folder) {
    var file = folder.resolve("region.db");
    String arn;
    try (var store = Store.open(file)) {
      var before = new Stage(store, Instant.parse("2026-01-01T00:00:00Z"));
      arn =
          request(
              before,
              new Acm(before.place, before.timeline, before.store, before.ids),
              "shangwellness.com");
    }
    try (var store = Store.open(file)) {
      var after = new Stage(store, Instant.parse("2026-01-01T00:00:01Z"));
      var kept = new Acm(after.place, after.timeline, after.store, after.ids);
      assertThat(kept.issuedFor(arn)).isEmpty();

      after.passes(Duration.ofSeconds(1));

      assertThat(kept.issuedFor(arn)).isPresent();
    }
  }
}
