package com.shangwellness.region.acm;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.paging.Page;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateRequest;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateResponse;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.DeleteCertificateRequest;
import software.amazon.awssdk.services.acm.model.DeleteCertificateResponse;
import software.amazon.awssdk.services.acm.model.DescribeCertificateRequest;
import software.amazon.awssdk.services.acm.model.DescribeCertificateResponse;
import software.amazon.awssdk.services.acm.model.DomainStatus;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.LimitExceededException;
import software.amazon.awssdk.services.acm.model.ListCertificatesRequest;
import software.amazon.awssdk.services.acm.model.ListCertificatesResponse;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateRequest;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateResponse;
import software.amazon.awssdk.services.acm.model.RecordType;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateRequest;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateResponse;
import software.amazon.awssdk.services.acm.model.RenewalEligibility;
import software.amazon.awssdk.services.acm.model.RequestCertificateRequest;
import software.amazon.awssdk.services.acm.model.RequestCertificateResponse;
import software.amazon.awssdk.services.acm.model.ResourceInUseException;
import software.amazon.awssdk.services.acm.model.ResourceNotFoundException;
import software.amazon.awssdk.services.acm.model.ResourceRecord;
import software.amazon.awssdk.services.acm.model.ValidationException;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/**
 * AWS Certificate Manager. A certificate is asked for, waits for the validation of its domains, and
 * is issued. Here every domain is ours: validation ends by itself, and no record is looked up.
 */
public final class Acm implements AcmClient {

  /** How long the validation of a domain takes here. */
  static final Duration VALIDATION = Duration.ofSeconds(2);

  /** ACM guide, "Certificate characteristics": public certificates last 198 days. */
  static final Duration LASTS = Duration.ofDays(198);

  /** API reference, RequestCertificate: the same token means the same request for an hour. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  /** ACM guide, "Quotas": ten names a certificate, unless more are asked for. */
  private static final int NAMES = 10;

  private static final String ISSUER = "Region on this machine";

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final Table<KeptCertificate> certificates;
  private Function<String, List<String>> users = arn -> List.of();

  /** Certificate Manager of one region, which carries on with what it finds in the store. */
  public Acm(Place place, Timeline timeline, Store store, Ids ids) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.certificates = store.table(place.region() + "/acm.certificates", KeptCertificate.class);
    certificates.stream().filter(kept -> !kept.issued()).forEach(this::awaitValidation);
  }

  /** Tells who serves a certificate: the ARNs of load balancers. It cannot be deleted then. */
  public void usedBy(Function<String, List<String>> users) {
    this.users = users;
  }

  /** The names of the certificate {@code arn}; none before it is issued. */
  Optional<List<String>> issuedFor(String arn) {
    return certificates
        .get(arn)
        .filter(KeptCertificate::issued)
        .map(kept -> kept.detail().subjectAlternativeNames());
  }

  /** Whether there is a certificate {@code arn}, issued or not. */
  boolean knows(String arn) {
    return certificates.contains(arn);
  }

  @Override
  public RequestCertificateResponse requestCertificate(RequestCertificateRequest request) {
    if (request.certificateAuthorityArn() != null) {
      throw new UnsupportedOperationException("acm: the region has no private authorities");
    }
    var token = requireNonNullElse(request.idempotencyToken(), "");
    var repeated = certificates.stream().filter(kept -> asksAgain(kept, request, token)).findAny();
    if (repeated.isPresent()) {
      return RequestCertificateResponse.builder().certificateArn(repeated.get().arn()).build();
    }
    var names = new LinkedHashSet<>(List.of(request.domainName()));
    names.addAll(request.subjectAlternativeNames());
    if (names.size() > NAMES) {
      throw AwsErrors.of(
          LimitExceededException.builder(),
          "Error: the certificate has " + names.size() + " domain names; the quota is " + NAMES);
    }
    var arn = place.arn("acm", "certificate/" + ids.uuid());
    var kept = new KeptCertificate(asked(arn, names, request), request.tags(), token);
    certificates.put(arn, kept);
    awaitValidation(kept);
    return RequestCertificateResponse.builder().certificateArn(arn).build();
  }

  private boolean asksAgain(KeptCertificate kept, RequestCertificateRequest request, String token) {
    return !token.isEmpty()
        && kept.token().equals(token)
        && kept.detail().domainName().equals(request.domainName())
        && timeline.now().isBefore(kept.detail().createdAt().plus(REMEMBERED));
  }

  private CertificateDetail asked(
      String arn, Set<String> names, RequestCertificateRequest request) {
    var method = requireNonNullElse(request.validationMethod(), ValidationMethod.EMAIL);
    return CertificateDetail.builder()
        .certificateArn(arn)
        .domainName(request.domainName())
        .subjectAlternativeNames(names)
        .domainValidationOptions(names.stream().map(name -> validation(name, method)).toList())
        .subject("CN=" + request.domainName())
        .createdAt(timeline.now())
        .status(CertificateStatus.PENDING_VALIDATION)
        .keyAlgorithm(requireNonNullElse(request.keyAlgorithm(), KeyAlgorithm.RSA_2048))
        .type(CertificateType.AMAZON_ISSUED)
        .renewalEligibility(RenewalEligibility.INELIGIBLE)
        .options(request.options())
        .build();
  }

  private DomainValidation validation(String name, ValidationMethod method) {
    var validation =
        DomainValidation.builder()
            .domainName(name)
            .validationDomain(name)
            .validationMethod(method)
            .validationStatus(DomainStatus.PENDING_VALIDATION);
    if (method == ValidationMethod.DNS) {
      validation.resourceRecord(
          ResourceRecord.builder()
              .name("_" + ids.hex(32) + "." + name.replaceFirst("^\\*\\.", "") + ".")
              .type(RecordType.CNAME)
              .value("_" + ids.hex(32) + "." + ids.alphanumeric(10) + ".acm-validations.aws.")
              .build());
    }
    return validation.build();
  }

  private void awaitValidation(KeptCertificate kept) {
    var left = Duration.between(timeline.now(), kept.detail().createdAt().plus(VALIDATION));
    var unused =
        timeline.after(
            left.isNegative() ? Duration.ZERO : left,
            "acm: " + kept.detail().domainName() + " is validated",
            () -> certificates.get(kept.arn()).filter(k -> !k.issued()).ifPresent(this::issue));
  }

  private void issue(KeptCertificate kept) {
    var now = timeline.now();
    var validated =
        kept.detail().domainValidationOptions().stream()
            .map(v -> v.toBuilder().validationStatus(DomainStatus.SUCCESS).build())
            .toList();
    certificates.put(
        kept.arn(),
        kept.with(
            kept.detail().toBuilder()
                .status(CertificateStatus.ISSUED)
                .domainValidationOptions(validated)
                .issuer(ISSUER)
                .serial(ids.hex(32).replaceAll("(..)(?=.)", "$1:"))
                .issuedAt(now)
                .notBefore(now)
                .notAfter(now.plus(LASTS))
                .build()));
  }

  @Override
  public DescribeCertificateResponse describeCertificate(DescribeCertificateRequest request) {
    var kept = get(request.certificateArn());
    var used = users.apply(kept.arn());
    return DescribeCertificateResponse.builder()
        .certificate(
            kept.detail().toBuilder()
                .inUseBy(used)
                .renewalEligibility(
                    used.isEmpty() ? RenewalEligibility.INELIGIBLE : RenewalEligibility.ELIGIBLE)
                .build())
        .build();
  }

  @Override
  public ListCertificatesResponse listCertificates(ListCertificatesRequest request) {
    var statuses = request.certificateStatuses();
    var found =
        certificates.stream()
            .filter(k -> statuses.isEmpty() || statuses.contains(k.detail().status()))
            .toList();
    var page = page(found, request);
    return ListCertificatesResponse.builder()
        .certificateSummaryList(page.items().stream().map(this::summary).toList())
        .nextToken(page.nextOrNull())
        .build();
  }

  private static Page<KeptCertificate> page(
      List<KeptCertificate> all, ListCertificatesRequest request) {
    try {
      return Page.of(
          all,
          request.nextToken(),
          requireNonNullElse(request.maxItems(), 1000),
          KeptCertificate::arn);
    } catch (IllegalArgumentException e) {
      throw AwsErrors.of(ValidationException.builder(), "The next token is not valid.");
    }
  }

  private CertificateSummary summary(KeptCertificate kept) {
    var detail = kept.detail();
    return CertificateSummary.builder()
        .certificateArn(detail.certificateArn())
        .domainName(detail.domainName())
        .subjectAlternativeNameSummaries(detail.subjectAlternativeNames())
        .hasAdditionalSubjectAlternativeNames(false)
        .status(detail.status())
        .type(detail.type())
        .keyAlgorithm(detail.keyAlgorithm())
        .inUse(!users.apply(kept.arn()).isEmpty())
        .createdAt(detail.createdAt())
        .issuedAt(detail.issuedAt())
        .notBefore(detail.notBefore())
        .notAfter(detail.notAfter())
        .build();
  }

  @Override
  public DeleteCertificateResponse deleteCertificate(DeleteCertificateRequest request) {
    var kept = get(request.certificateArn());
    if (!users.apply(kept.arn()).isEmpty()) {
      throw AwsErrors.of(
          ResourceInUseException.builder(),
          "Certificate " + kept.arn() + " in account " + place.account() + " is in use.");
    }
    certificates.remove(kept.arn());
    return DeleteCertificateResponse.builder().build();
  }

  @Override
  public AddTagsToCertificateResponse addTagsToCertificate(AddTagsToCertificateRequest request) {
    var kept = get(request.certificateArn());
    certificates.put(kept.arn(), kept.with(CertificateTags.added(kept.tags(), request.tags())));
    return AddTagsToCertificateResponse.builder().build();
  }

  @Override
  public RemoveTagsFromCertificateResponse removeTagsFromCertificate(
      RemoveTagsFromCertificateRequest request) {
    var kept = get(request.certificateArn());
    certificates.put(kept.arn(), kept.with(CertificateTags.removed(kept.tags(), request.tags())));
    return RemoveTagsFromCertificateResponse.builder().build();
  }

  @Override
  public ListTagsForCertificateResponse listTagsForCertificate(
      ListTagsForCertificateRequest request) {
    return ListTagsForCertificateResponse.builder()
        .tags(get(request.certificateArn()).tags())
        .build();
  }

  private KeptCertificate get(String arn) {
    return certificates
        .get(String.valueOf(arn))
        .orElseThrow(
            () ->
                AwsErrors.of(
                    ResourceNotFoundException.builder(),
                    "Could not find certificate " + arn + "."));
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** {@inheritDoc} There is nothing to close: what it knows is in the store. */
  @Override
  public void close() {}
}
